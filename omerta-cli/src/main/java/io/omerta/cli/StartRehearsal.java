package io.omerta.cli;

import com.google.protobuf.Message;
import io.omerta.cli.session.ClientCommand;
import io.omerta.cli.session.Session;
import io.omerta.console.Shell;
import io.omerta.core.config.OmertaHome;
import io.omerta.local.DaemonInvitations;
import io.omerta.local.DaemonNetworks;
import io.omerta.local.DaemonOperations;
import io.omerta.local.LocalServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/**
 * Plays the usual commands against a daemon that has nothing to tell. The build runs this with
 * {@code -XX:AOTCacheOutput}: what gets loaded here starts faster from then on (JEP 514).
 */
@Command(name = "rehearse-start", hidden = true, description = "Used by the build.")
final class StartRehearsal extends ClientCommand {
    private static final List<List<String>> COMMANDS = List.of(
            List.of("version"),
            List.of("status"),
            List.of("jobs"),
            List.of("peers"),
            List.of("network", "list"),
            List.of("network", "create", "--name", "x"),
            List.of("submit", "--script", "x"),
            List.of("run", "--", "x"),
            List.of("staus"));

    @Override
    protected int run(Session session) {
        try {
            Path folder = Files.createTempDirectory("omerta");
            OmertaHome home = OmertaHome.at(folder);
            DaemonOperations daemon = (DaemonOperations) silent(DaemonOperations.class);
            try (LocalServer _ = LocalServer.start(home.socket(), daemon)) {
                COMMANDS.forEach(command -> Omerta.run(shell(session, folder), command.toArray(String[]::new)));
            }
            Files.delete(folder);
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object silent(Class<?> type) {
        return Proxy.newProxyInstance(
                StartRehearsal.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> nothing(method));
    }

    private static @Nullable Object nothing(Method method) throws ReflectiveOperationException {
        Class<?> type = method.getReturnType();
        if (Message.class.isAssignableFrom(type)) {
            return type.getMethod("getDefaultInstance").invoke(null);
        }
        if (type == DaemonNetworks.class || type == DaemonInvitations.class) {
            return silent(type);
        }
        return type == List.class ? List.of() : null;
    }

    private static Shell shell(Session session, Path home) {
        return new Shell(
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                Set.of(),
                Map.of("OMERTA_HOME", home.toString()),
                home,
                session.shell().clock());
    }
}
