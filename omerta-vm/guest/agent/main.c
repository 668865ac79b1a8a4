// The guest agent: PID 1 of the VM. It boots the guest, tells the host that it is Ready, and then does what the host
// says until the host is gone. One thread, one poll(), no call that waits for the host or for the job.
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "boot.h"
#include "channel.h"
#include "clock.h"
#include "entropy.h"
#include "failure.h"
#include "file.h"
#include "graphics.h"
#include "identity.h"
#include "job.h"
#include "network.h"
#include "rehearsal.h"

enum { PROTOCOL = 1, AGENT_NICE = -20 };

static const char PORT_NAME[] = "io.omerta.agent";

struct agent {
	struct channel channel;
	struct network network;
	struct job job;
	struct graphics graphics;
	int signals; // SIGCHLD
	bool configured;
	bool ran;
};

static void send_ready(struct agent *agent)
{
	struct utsname system;
	uname(&system);
	Omerta__V1__Ready ready = OMERTA__V1__READY__INIT;
	ready.protocol = PROTOCOL;
	ready.kernel = system.release;
	ready.uptime_ns = (uint64_t)clock_monotonic_ns();
	ready.card_problems = agent->graphics.problems;
	ready.n_card_problems = agent->graphics.n_problems;
	Omerta__V1__FromGuest message = OMERTA__V1__FROM_GUEST__INIT;
	message.message_case = OMERTA__V1__FROM_GUEST__MESSAGE_READY;
	message.ready = &ready;
	channel_send(&agent->channel, &message);
}

static void configure(struct agent *agent, const Omerta__V1__Configure *configure)
{
	if (agent->configured || !configure->vpn)
		fail("could not configure the guest: %s", configure->vpn ? "it was done before" : "there is no VPN");
	entropy_credit(configure->random_seed.data, configure->random_seed.len);
	clock_set_wall(configure->unix_time_ns);
	identity_take(configure->hostname);
	network_configure(&agent->network, &configure->mac_address, configure->vpn);
	agent->configured = true;

	Omerta__V1__Configured configured = OMERTA__V1__CONFIGURED__INIT;
	Omerta__V1__FromGuest message = OMERTA__V1__FROM_GUEST__INIT;
	message.message_case = OMERTA__V1__FROM_GUEST__MESSAGE_CONFIGURED;
	message.configured = &configured;
	channel_send(&agent->channel, &message);
}

// A template must not hold anything of a job, so there is none yet.
static void prepare(struct agent *agent, const Omerta__V1__Prepare *prepare)
{
	if (agent->configured)
		fail("could not prepare the guest: it is configured");
	for (size_t i = 0; i < prepare->n_programs; i++)
		rehearse(prepare->programs[i], &agent->network);
	scratch_prepare(&agent->job.scratch);

	Omerta__V1__Prepared prepared = OMERTA__V1__PREPARED__INIT;
	Omerta__V1__FromGuest message = OMERTA__V1__FROM_GUEST__INIT;
	message.message_case = OMERTA__V1__FROM_GUEST__MESSAGE_PREPARED;
	message.prepared = &prepared;
	channel_send(&agent->channel, &message);
}

static void greet(struct agent *agent)
{
	if (agent->configured)
		fail("could not greet the host: the guest is configured");
	send_ready(agent);
}

static void run(struct agent *agent, const Omerta__V1__Run *run)
{
	if (!agent->configured || agent->ran)
		fail("could not run the job: %s", agent->ran ? "there was one before" : "Configure comes first");
	agent->ran = true;
	job_start(&agent->job, run);

	Omerta__V1__Started started = OMERTA__V1__STARTED__INIT;
	Omerta__V1__FromGuest message = OMERTA__V1__FROM_GUEST__INIT;
	message.message_case = OMERTA__V1__FROM_GUEST__MESSAGE_STARTED;
	message.started = &started;
	channel_send(&agent->channel, &message);
}

static void handle(struct agent *agent, const Omerta__V1__ToGuest *message)
{
	switch (message->message_case) {
	case OMERTA__V1__TO_GUEST__MESSAGE_CONFIGURE:
		configure(agent, message->configure);
		return;
	case OMERTA__V1__TO_GUEST__MESSAGE_RUN:
		run(agent, message->run);
		return;
	case OMERTA__V1__TO_GUEST__MESSAGE_SIGNAL:
		job_signal(&agent->job, message->signal->number);
		return;
	case OMERTA__V1__TO_GUEST__MESSAGE_SET_CLOCK:
		clock_set_wall(message->set_clock->unix_time_ns);
		return;
	case OMERTA__V1__TO_GUEST__MESSAGE_POWER_OFF:
		power_off();
	case OMERTA__V1__TO_GUEST__MESSAGE_PREPARE:
		prepare(agent, message->prepare);
		return;
	case OMERTA__V1__TO_GUEST__MESSAGE_HELLO:
		greet(agent);
		return;
	default:
		fail("could not understand a message of the host");
	}
}

static void receive(struct agent *agent)
{
	bool closed;
	for (Omerta__V1__ToGuest *message; (message = channel_receive(&agent->channel, &closed));) {
		handle(agent, message);
		omerta__v1__to_guest__free_unpacked(message, NULL);
	}
	if (closed)
		power_off();
}

static void send_ended_when_it_has(struct agent *agent)
{
	if (!job_has_ended(&agent->job))
		return;
	Omerta__V1__Ended ended = OMERTA__V1__ENDED__INIT;
	job_describe_end(&agent->job, &ended);
	agent->job.running = false;
	Omerta__V1__FromGuest message = OMERTA__V1__FROM_GUEST__INIT;
	message.message_case = OMERTA__V1__FROM_GUEST__MESSAGE_ENDED;
	message.ended = &ended;
	channel_send(&agent->channel, &message);
}

static void reap(struct agent *agent)
{
	struct signalfd_siginfo signal;
	while (read(agent->signals, &signal, sizeof signal) > 0)
		;
	job_reap(&agent->job);
}

static void serve(struct agent *agent)
{
	enum { CHANNEL, SIGNALS, PROCESSES, DISK, OUTPUT, ENTRIES = OUTPUT + OUTPUT_PIPES };
	for (;;) {
		struct job *job = &agent->job;
		struct pollfd entries[ENTRIES] = {
			[CHANNEL] = {.fd = agent->channel.fd, .events = channel_events(&agent->channel)},
			[SIGNALS] = {.fd = agent->signals, .events = POLLIN},
			[PROCESSES] = {.fd = job->running ? job->cgroup.process_events : -1, .events = POLLPRI},
			[DISK] = {.fd = job->running ? job->scratch.kernel_log : -1, .events = POLLIN},
			[OUTPUT] = {.fd = -1},
			[OUTPUT + 1] = {.fd = -1},
		};
		if (job->running)
			output_poll_entries(&job->output, &agent->channel, entries + OUTPUT);
		poll(entries, ENTRIES, job_poll_timeout(job, clock_monotonic_ns()));

		channel_flush(&agent->channel);
		if (entries[CHANNEL].revents & ~POLLOUT)
			receive(agent);
		if (entries[SIGNALS].revents)
			reap(agent);
		if (entries[DISK].revents)
			job_check_disk(job);
		output_pump(&job->output, &agent->channel, entries + OUTPUT);
		job_check_limits(job, clock_monotonic_ns());
		send_ended_when_it_has(agent);
	}
}

// A kernel that starts PID 1 without a console leaves it without descriptors 0 to 2.
static void open_standard_descriptors(void)
{
	int fd;
	do
		fd = open("/dev/null", O_RDWR);
	while (fd >= 0 && fd < 2);
	if (fd > 2)
		close(fd);
}

static int open_signals(void)
{
	sigset_t children;
	sigemptyset(&children);
	sigaddset(&children, SIGCHLD);
	sigprocmask(SIG_BLOCK, &children, NULL);
	int fd = signalfd(-1, &children, SFD_NONBLOCK | SFD_CLOEXEC);
	if (fd < 0)
		fail("could not open a signalfd: %s", strerror(errno));
	return fd;
}

// Runs first when there is something to run, and is never chosen when memory is short. Its own pages cannot be
// taken from it: they lie in the initramfs, which has no disk behind it.
static void stand_above_the_job(void)
{
	setpriority(PRIO_PROCESS, 0, AGENT_NICE);
	file_write("/proc/self/oom_score_adj", "-1000");
}

// No user namespaces: they would give the job rights over parts of the kernel that it has no use for.
static void refuse_user_namespaces(void)
{
	file_write("/proc/sys/user/max_user_namespaces", "0");
}

int main(void)
{
	static struct agent agent;
	if (mount("devtmpfs", "/dev", "devtmpfs", MS_NOSUID, "mode=0755") != 0)
		power_off();
	open_standard_descriptors();
	boot_load_modules();
	boot_enter_root();
	stand_above_the_job();
	refuse_user_namespaces();
	agent.signals = open_signals();
	graphics_start(&agent.graphics);
	identity_prepare();
	network_prepare(&agent.network);
	job_prepare(&agent.job, &agent.network);
	channel_open(&agent.channel, PORT_NAME);
	failure_report_to(&agent.channel);
	send_ready(&agent);
	serve(&agent);
}
