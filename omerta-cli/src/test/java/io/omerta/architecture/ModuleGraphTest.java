package io.omerta.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which module may use which; the same table is in {@code docs/architecture.md}. */
class ModuleGraphTest {
    private static final String OURS = "io.omerta..";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.omerta");

    /** Packages of a module, and of those that it may use. */
    static Stream<Arguments> modules() {
        return Stream.of(
                Arguments.of("io.omerta.proto..", List.of()),
                Arguments.of("io.omerta.core..", List.of()),
                // The agent's messages are described once, in proto.
                Arguments.of("io.omerta.vm..", List.of("io.omerta.core..", "io.omerta.proto.agent..")),
                Arguments.of("io.omerta.network..", List.of("io.omerta.core..", "io.omerta.proto..")),
                Arguments.of(
                        "io.omerta.provider..",
                        List.of("io.omerta.core..", "io.omerta.vm..", "io.omerta.network..", "io.omerta.proto..")),
                Arguments.of(
                        "io.omerta.consumer..",
                        List.of("io.omerta.core..", "io.omerta.network..", "io.omerta.proto..")));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void module_ofTheTable_usesOnlyWhatItMay(String module, List<String> others) {
        DescribedPredicate<JavaClass> elsewhere = resideInAPackage(OURS)
                .and(DescribedPredicate.not(resideInAPackage(module)))
                .and(DescribedPredicate.not(resideInAnyPackage(others.toArray(String[]::new))));
        noClasses()
                .that()
                .resideInAPackage(module)
                .should()
                .dependOnClassesThat(elsewhere)
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void packages_ofAllModules_haveNoCycles() {
        slices().matching("io.omerta.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void console_mustNotKnowJobsOrTheDaemon() {
        noClasses()
                .that()
                .resideInAPackage("io.omerta.console..")
                .should()
                .dependOnClassesThat(resideInAPackage(OURS)
                        .and(DescribedPredicate.not(
                                resideInAnyPackage("io.omerta.console..", "io.omerta.core.error.."))))
                .because("it serves two commands, and later ones")
                .check(CLASSES);
    }

    @Test
    void commands_mustNotKnowTheDaemon() {
        noClasses()
                .that()
                .resideInAnyPackage("io.omerta.cli..", "io.omerta.local..", "io.omerta.console..")
                .and()
                .resideOutsideOfPackage("io.omerta.cli.image..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "io.omerta.daemon..",
                        "io.omerta.provider..",
                        "io.omerta.consumer..",
                        "io.omerta.vm..",
                        "ch.qos.logback..",
                        "tools.jackson.."))
                .because("omerta starts fast only if it loads none of this")
                .check(CLASSES);
    }

    /** Images are kept whether a daemon runs or not; no other command loads what that takes. */
    @Test
    void commandsAboutImages_mayKnowImagesAlone() {
        noClasses()
                .that()
                .resideInAPackage("io.omerta.cli.image..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "io.omerta.daemon..", "io.omerta.provider..", "io.omerta.consumer..", "io.omerta.vm..")
                        .and(DescribedPredicate.not(resideInAPackage("io.omerta.vm.image.."))))
                .because("they are commands like the others")
                .check(CLASSES);
    }

    @Test
    void names_ofEverything_sayWhatItIs() {
        classes()
                .that()
                .resideInAPackage(OURS)
                .should()
                .haveNameNotMatching(".*\\.(util|common|misc|helper)s?\\..*|.*(Manager|Helper|Utils?)")
                .because("code lives with the noun that it serves")
                .check(CLASSES);
    }
}
