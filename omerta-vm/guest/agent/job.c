#include "job.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "failure.h"
#include "file.h"
#include "job_process.h"

enum {
	CHECK_MS = 50,
	DRAIN_CHECK_MS = 1, // between the death of the last process and the cgroup's saying so
};

static const char TASKS_MAX[] = "4194304"; // more than there are process ids

static bool is_path_component(const char *name)
{
	return name[0] != '\0' && !strchr(name, '/') && strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
}

static void write_job_file(int directory, const Omerta__V1__JobFile *file)
{
	if (!is_path_component(file->name))
		fail("could not write a file of the job: %.64s is not the name of a file", file->name);
	int fd = openat(directory, file->name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		fail("could not write %.64s: %s", file->name, strerror(errno));
	for (size_t written = 0; written < file->data.len;) {
		ssize_t length = write(fd, file->data.data + written, file->data.len - written);
		if (length < 0)
			fail("could not write %.64s: %s", file->name, strerror(errno));
		written += (size_t)length;
	}
	if (fchown(fd, JOB_USER_ID, JOB_USER_ID) != 0 || fchmod(fd, file->mode & 0777) != 0)
		fail("could not hand %.64s to the job: %s", file->name, strerror(errno));
	close(fd);
}

static void write_job_files(const Omerta__V1__Run *run)
{
	if (run->n_files == 0)
		return;
	int directory = open(JOB_DIRECTORY, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (directory < 0)
		fail("could not open the job's directory: %s", strerror(errno));
	for (size_t i = 0; i < run->n_files; i++)
		write_job_file(directory, run->files[i]);
	close(directory);
}

// The kernel sizes its own limit on tasks after the memory; the job is to meet its cgroup's, no other.
static void lift_task_limit(void)
{
	file_write("/proc/sys/kernel/threads-max", TASKS_MAX);
}

// Born inside the cgroup: there is no moment in which it could fork out of it.
static pid_t fork_into(const struct cgroup *cgroup)
{
	struct clone_args arguments = {
		.flags = CLONE_INTO_CGROUP,
		.exit_signal = SIGCHLD,
		.cgroup = (__u64)cgroup->directory,
	};
	return (pid_t)syscall(SYS_clone3, &arguments, sizeof arguments);
}

void job_prepare(struct job *job, const struct network *network)
{
	lift_task_limit();
	cgroup_create(&job->cgroup);
	output_open(&job->output);
	int orders[2];
	if (pipe2(orders, O_CLOEXEC) != 0)
		fail("could not prepare the job: %s", strerror(errno));
	job->process = fork_into(&job->cgroup);
	if (job->process == 0)
		job_process_await(orders[0], network, job->output.write_end);
	if (job->process < 0)
		fail("could not prepare the job: %s", strerror(errno));
	job->orders = orders[1];
	close(orders[0]);
	output_close_write_ends(&job->output);
}

void job_start(struct job *job, const Omerta__V1__Run *run)
{
	if (run->n_argv == 0)
		fail("could not start the job: there is no program");
	scratch_open(&job->scratch, run->disk_limit_bytes);
	write_job_files(run);
	cgroup_limit(&job->cgroup, run->memory_limit_bytes, run->process_limit);
	cgroup_reached_process_limit(&job->cgroup); // arms its POLLPRI
	job->cpu_before_ns = cgroup_cpu_ns(&job->cgroup);

	job->started_ns = clock_monotonic_ns();
	job_process_tell(job->orders, run);
	job->running = true;
	job->next_check_ns = job->started_ns + CHECK_MS * NS_PER_MS;
	memory_watch_start(&job->memory_watch, job->started_ns);
}

void job_signal(const struct job *job, uint32_t number)
{
	if (!job->running)
		return;
	if (number == SIGKILL)
		cgroup_kill(&job->cgroup);
	else if (!job->process_ended && number >= 1 && number <= 64 && kill(-job->process, (int)number) != 0)
		kill(job->process, (int)number); // it has not made its group yet: it is all there is
}

// Whatever the first process left behind would hold the pipes open and never be waited for: it goes too.
static void note_end(struct job *job, int wait_status)
{
	job->process_ended = true;
	job->process = 0;
	job->wait_status = wait_status;
	job->ended_ns = clock_monotonic_ns();
	cgroup_kill(&job->cgroup);
}

void job_reap(struct job *job)
{
	int wait_status;
	for (pid_t pid; (pid = waitpid(-1, &wait_status, WNOHANG)) > 0;)
		if (pid == job->process)
			note_end(job, wait_status);
}

// The kernel has dropped what it could not write: whatever the job would do from here on, it would do with holes.
void job_check_disk(struct job *job)
{
	if (job->running && scratch_has_failed(&job->scratch)) {
		job->disk_failed = true;
		cgroup_kill(&job->cgroup);
	}
}

void job_check_limits(struct job *job, int64_t now_ns)
{
	if (!job->running)
		return;
	if (!job->process_limit_reached && cgroup_reached_process_limit(&job->cgroup)) {
		job->process_limit_reached = true;
		cgroup_kill(&job->cgroup);
	}
	if (now_ns >= job->next_check_ns) {
		job->disk_full = job->disk_full || scratch_is_full();
		if (memory_watch_is_starved(&job->memory_watch, &job->cgroup, now_ns)) {
			job->starved_of_memory = true;
			cgroup_kill(&job->cgroup);
		}
		job->next_check_ns = now_ns + CHECK_MS * NS_PER_MS;
	}
}

int job_poll_timeout(const struct job *job, int64_t now_ns)
{
	if (!job->running)
		return -1;
	if (job->process_ended && output_has_ended(&job->output))
		return DRAIN_CHECK_MS;
	int64_t left = job->next_check_ns - now_ns;
	return left <= 0 ? 0 : (int)(left / NS_PER_MS) + 1;
}

bool job_has_ended(const struct job *job)
{
	return job->running && job->process_ended && output_has_ended(&job->output) && cgroup_is_empty(&job->cgroup);
}

void job_describe_end(struct job *job, Omerta__V1__Ended *ended)
{
	if (WIFSIGNALED(job->wait_status)) {
		ended->how_case = OMERTA__V1__ENDED__HOW_SIGNAL;
		ended->signal = (uint32_t)WTERMSIG(job->wait_status);
	} else {
		ended->how_case = OMERTA__V1__ENDED__HOW_EXIT_CODE;
		ended->exit_code = (uint32_t)WEXITSTATUS(job->wait_status);
	}
	ended->wall_ns = job->ended_ns > job->started_ns ? (uint64_t)(job->ended_ns - job->started_ns) : 0;
	ended->cpu_ns = cgroup_cpu_ns(&job->cgroup) - job->cpu_before_ns;
	ended->peak_memory_bytes = cgroup_peak_memory_bytes(&job->cgroup);
	ended->out_of_memory = job->starved_of_memory || cgroup_ran_out_of_memory(&job->cgroup);
	ended->process_limit_reached = job->process_limit_reached || cgroup_reached_process_limit(&job->cgroup);
	ended->disk_full = job->disk_full || scratch_is_full();
	ended->disk_failed = job->disk_failed || scratch_has_failed(&job->scratch);
}
