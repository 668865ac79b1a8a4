package io.omerta.vm.agent;

import com.google.protobuf.ByteString;
import io.omerta.core.address.AddressBlock;
import io.omerta.core.job.Blob;
import io.omerta.core.job.SentFile;
import io.omerta.proto.agent.Configure;
import io.omerta.proto.agent.Hello;
import io.omerta.proto.agent.Ipv4Network;
import io.omerta.proto.agent.JobFile;
import io.omerta.proto.agent.PowerOff;
import io.omerta.proto.agent.Prepare;
import io.omerta.proto.agent.Program;
import io.omerta.proto.agent.Run;
import io.omerta.proto.agent.SetClock;
import io.omerta.proto.agent.Signal;
import io.omerta.proto.agent.ToGuest;
import io.omerta.proto.agent.Vpn;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What this side says, as the wire has it. */
final class AgentMessages {
    private AgentMessages() {}

    static ToGuest prepare(List<List<String>> programs) {
        Prepare.Builder prepare = Prepare.newBuilder();
        programs.forEach(argv -> prepare.addPrograms(Program.newBuilder().addAllArgv(argv)));
        return ToGuest.newBuilder().setPrepare(prepare).build();
    }

    static ToGuest hello() {
        return ToGuest.newBuilder().setHello(Hello.getDefaultInstance()).build();
    }

    static ToGuest configure(GuestConfiguration configuration) {
        Configure.Builder configure = Configure.newBuilder()
                .setHostname(configuration.hostname())
                .setUnixTimeNs(nanoseconds(configuration.time()))
                .setRandomSeed(bytes(configuration.randomSeed()))
                .setMacAddress(ByteString.copyFrom(configuration.macAddress().toBytes()))
                .setVpn(vpn(configuration.vpn()));
        return ToGuest.newBuilder().setConfigure(configure).build();
    }

    private static Vpn vpn(VpnSettings settings) {
        return Vpn.newBuilder()
                .setGuestPrivateKey(bytes(settings.guestPrivateKey()))
                .setHubPublicKey(bytes(settings.hubPublicKey()))
                .setPresharedKey(
                        settings.presharedKey().map(AgentMessages::bytes).orElse(ByteString.EMPTY))
                .setGuestAddress(settings.guestAddress().getHostAddress())
                .setHubAddress(settings.hubAddress().getHostAddress())
                .setMtu(settings.mtu())
                .addAllAllowed(
                        settings.allowed().stream().map(AgentMessages::network).toList())
                .setKeepaliveS((int) settings.keepalive().toSeconds())
                .build();
    }

    private static Ipv4Network network(AddressBlock block) {
        return Ipv4Network.newBuilder()
                .setAddress(ByteBuffer.wrap(block.first().getAddress()).getInt())
                .setPrefixLength(block.prefixLength())
                .build();
    }

    static ToGuest run(GuestProgram program) {
        Run.Builder run = Run.newBuilder()
                .addAllArgv(program.argv())
                .addAllEnvironment(program.environment())
                .setMemoryLimitBytes(program.memoryLimitBytes())
                .setProcessLimit(program.processLimit())
                .setDiskLimitBytes(program.diskLimitBytes());
        for (SentFile file : program.files()) {
            run.addFiles(JobFile.newBuilder()
                    .setName(file.name())
                    .setData(bytes(file.data()))
                    .setMode(file.mode()));
        }
        return ToGuest.newBuilder().setRun(run).build();
    }

    static ToGuest signal(int number) {
        return ToGuest.newBuilder()
                .setSignal(Signal.newBuilder().setNumber(number))
                .build();
    }

    static ToGuest setClock(Instant time) {
        return ToGuest.newBuilder()
                .setSetClock(SetClock.newBuilder().setUnixTimeNs(nanoseconds(time)))
                .build();
    }

    static ToGuest powerOff() {
        return ToGuest.newBuilder().setPowerOff(PowerOff.getDefaultInstance()).build();
    }

    private static ByteString bytes(Blob blob) {
        return ByteString.copyFrom(blob.toBytes());
    }

    private static long nanoseconds(Instant time) {
        return Math.addExact(TimeUnit.SECONDS.toNanos(time.getEpochSecond()), time.getNano());
    }
}
