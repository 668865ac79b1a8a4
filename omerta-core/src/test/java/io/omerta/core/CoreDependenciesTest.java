package io.omerta.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

final class CoreDependenciesTest {
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.omerta.core");

    @Test
    void core_knowsNoTransport() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "java.net.http..", "io.grpc..", "io.netty..", "com.google.protobuf..")
                .because("the domain is the same whatever carries it")
                .check(CORE);
    }

    @Test
    void packages_haveNoCycles() {
        slices().matching("io.omerta.core.(*)..").should().beFreeOfCycles().check(CORE);
    }
}
