package io.omerta.cli.job;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Handles signals of the operating system without ending the process.
 *
 * <p>The only way to do so is {@code sun.misc.Signal} of the module jdk.unsupported, which JEP 260 keeps until the JDK has
 * another. It is reached by reflection because the compiler has a warning for it that nothing can switch off.
 */
final class Signals implements AutoCloseable {
    private static final String SIGNAL = "sun.misc.Signal";
    private static final String HANDLER = "sun.misc.SignalHandler";

    private final List<Runnable> restore = new ArrayList<>();

    private Signals() {}

    /**
     * @param handler is given the number of each signal that arrives, on a thread of its own
     * @param names without "SIG"
     */
    static Signals handle(IntConsumer handler, String... names) {
        Signals signals = new Signals();
        try {
            Class<?> signal = Class.forName(SIGNAL);
            Class<?> handlerType = Class.forName(HANDLER);
            Method number = signal.getMethod("getNumber");
            Method handle = signal.getMethod("handle", signal, handlerType);
            InvocationHandler calls = (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                    handler.accept((int) number.invoke(arguments[0]));
                    return null;
                }
                return method.invoke(signals, arguments);
            };
            Object proxy = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handlerType}, calls);
            for (String name : names) {
                Object one = signal.getConstructor(String.class).newInstance(name);
                Object before = handle.invoke(null, one, proxy);
                signals.restore.add(() -> restore(handle, one, before));
            }
            return signals;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JDK has no " + SIGNAL, e);
        }
    }

    private static void restore(Method handle, Object signal, Object before) {
        try {
            handle.invoke(null, signal, before);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JDK has no " + SIGNAL, e);
        }
    }

    @Override
    public void close() {
        restore.forEach(Runnable::run);
        restore.clear();
    }
}
