#include "job_process.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "failure.h"
#include "scratch.h"

enum { NOT_EXECUTABLE = 126, NOT_FOUND = 127 };
enum { ORDERS = 3, ORDERS_CHUNK = 4096 };
enum { OPEN_FILES_SOFT = 1024, OPEN_FILES_HARD = 65536 };

static const char *const DEFAULT_ENVIRONMENT[] = {
	"PATH=/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin",
	"HOME=" JOB_DIRECTORY,
	"USER=omerta",
	"LOGNAME=omerta",
	"SHELL=/bin/bash",
	"LANG=C.UTF-8",
	"TMPDIR=/tmp",
};

static _Noreturn __attribute__((format(printf, 2, 3))) void quit(int code, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	dprintf(STDERR_FILENO, "omerta: ");
	vdprintf(STDERR_FILENO, format, arguments);
	dprintf(STDERR_FILENO, "\n");
	va_end(arguments);
	_exit(code);
}

static void require(bool done, const char *what)
{
	if (!done)
		quit(NOT_EXECUTABLE, "could not prepare the job: %s: %s", what, strerror(errno));
}

// What the orders come from becomes ORDERS, if there is any.
static void set_descriptors(const int output[2], int orders)
{
	int input = open("/dev/null", O_RDONLY);
	require(input >= 0 && dup2(input, 0) == 0 && dup2(output[0], 1) == 1 && dup2(output[1], 2) == 2, "descriptors");
	require(orders < 0 || orders == ORDERS || dup3(orders, ORDERS, O_CLOEXEC) == ORDERS, "descriptors");
	require(close_range(orders < 0 ? ORDERS : ORDERS + 1, ~0U, 0) == 0, "descriptors");
}

// The agent blocks what it reads from its signalfd, and that would be inherited.
static void reset_signals(void)
{
	sigset_t none;
	sigemptyset(&none);
	require(sigprocmask(SIG_SETMASK, &none, NULL) == 0, "signals");
}

static void set_limit(__rlimit_resource_t resource, rlim_t soft, rlim_t hard)
{
	struct rlimit limit = {.rlim_cur = soft, .rlim_max = hard};
	require(setrlimit(resource, &limit) == 0, "limits");
}

static void set_limits(void)
{
	set_limit(RLIMIT_CORE, 0, 0);
	set_limit(RLIMIT_NOFILE, OPEN_FILES_SOFT, OPEN_FILES_HARD);
	set_limit(RLIMIT_NPROC, RLIM_INFINITY, RLIM_INFINITY); // the cgroup counts processes
	umask(022);
	require(setpriority(PRIO_PROCESS, 0, 0) == 0, "priority");
	int adjustment = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
	require(adjustment >= 0 && write(adjustment, "0", 1) == 1, "out-of-memory score");
	close(adjustment);
}

static void drop_rights(void)
{
#ifndef OMERTA_TEST_ROOT // the test image's as-root could not do its work
	for (int capability = 0; prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) == 0; capability++)
		;
	require(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0, "no new privileges");
#endif
	// Leaving user 0 for good empties the permitted, effective and ambient sets.
	require(setgroups(0, NULL) == 0, "groups");
	require(setresgid(JOB_USER_ID, JOB_USER_ID, JOB_USER_ID) == 0, "group");
	require(setresuid(JOB_USER_ID, JOB_USER_ID, JOB_USER_ID) == 0, "user");
}

static void set_environment(const Omerta__V1__Run *run)
{
	clearenv();
	for (size_t i = 0; i < sizeof DEFAULT_ENVIRONMENT / sizeof DEFAULT_ENVIRONMENT[0]; i++)
		putenv((char *)DEFAULT_ENVIRONMENT[i]);
	for (size_t i = 0; i < run->n_environment; i++)
		if (strchr(run->environment[i], '=')) // without one, putenv would remove the variable
			putenv(run->environment[i]);
}

static _Noreturn void execute(const Omerta__V1__Run *run)
{
	require(chdir(JOB_DIRECTORY) == 0, JOB_DIRECTORY);
	set_environment(run);
	char **argv = calloc(run->n_argv + 1, sizeof *argv);
	require(argv != NULL, "arguments");
	memcpy(argv, run->argv, run->n_argv * sizeof *argv);
	execvp(argv[0], argv);
	if (errno == ENOENT && strchr(argv[0], '/') && access(argv[0], F_OK) == 0)
		quit(NOT_EXECUTABLE, "could not run %s: its interpreter is missing", argv[0]);
	if (errno == ENOENT)
		quit(NOT_FOUND, "could not run %s: not found", argv[0]);
	quit(NOT_EXECUTABLE, "could not run %s: %s", argv[0], strerror(errno));
}

static void give_up_rights(const struct network *network, const int output[2], int orders)
{
	require(network_enter_job_namespace(network) == 0, "network namespace");
	require(setsid() >= 0, "session");
	set_descriptors(output, orders);
	reset_signals();
	set_limits();
	drop_rights();
}

void job_process_become(const Omerta__V1__Run *run, const struct network *network, const int output[2])
{
	give_up_rights(network, output, -1);
	execute(run);
}

static Omerta__V1__Run *receive_run(void)
{
	uint8_t *bytes = NULL;
	size_t length = 0;
	for (ssize_t more = 1; more > 0; length += (size_t)more) {
		bytes = realloc(bytes, length + ORDERS_CHUNK);
		require(bytes != NULL, "arguments");
		more = read(ORDERS, bytes + length, ORDERS_CHUNK);
		require(more >= 0, "arguments");
	}
	Omerta__V1__Run *run = omerta__v1__run__unpack(NULL, length, bytes);
	require(run && run->n_argv > 0, "arguments");
	return run;
}

void job_process_await(int orders, const struct network *network, const int output[2])
{
	give_up_rights(network, output, orders);
	execute(receive_run());
}

// Without the files: they are where they belong already.
static uint8_t *pack(const Omerta__V1__Run *run, size_t *length)
{
	Omerta__V1__Run program = OMERTA__V1__RUN__INIT;
	program.n_argv = run->n_argv;
	program.argv = run->argv;
	program.n_environment = run->n_environment;
	program.environment = run->environment;
	*length = omerta__v1__run__get_packed_size(&program);
	uint8_t *bytes = malloc(*length);
	if (!bytes)
		fail("could not start the job: %s", strerror(errno));
	omerta__v1__run__pack(&program, bytes);
	return bytes;
}

void job_process_tell(int orders, const Omerta__V1__Run *run)
{
	size_t length;
	uint8_t *bytes = pack(run, &length);
	ssize_t sent = 0;
	for (size_t told = 0; told < length && sent >= 0; told += (size_t)sent)
		sent = write(orders, bytes + told, length - told); // without a signal to PID 1 if nobody reads
	free(bytes);
	close(orders);
}
