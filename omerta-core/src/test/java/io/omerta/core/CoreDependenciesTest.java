package io.omerta.core;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.net.IDN;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

final class CoreDependenciesTest {
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.omerta.core");

    @Test
    void core_knowsNoTransport() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "java.net..", "java.net.http..", "io.grpc..", "io.netty..", "com.google.protobuf..")
                        .and(not(belongToAnyOf(
                                InetAddress.class, Inet4Address.class, UnknownHostException.class, IDN.class))))
                .because("the domain is the same whatever carries it; addresses are values")
                .check(CORE);
    }

    @Test
    void packages_haveNoCycles() {
        slices().matching("io.omerta.core.(*)..").should().beFreeOfCycles().check(CORE);
    }
}
