// The one job of this VM: its files, its first process, what became of it.
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "cgroup.h"
#include "memory_watch.h"
#include "network.h"
#include "output.h"
#include "scratch.h"
#include "omerta/v1/agent.pb-c.h"

struct job {
	struct cgroup cgroup;
	struct output output;
	struct scratch scratch;
	pid_t process; // the first one; 0 after its end
	int orders;    // a pipe to it, until it is told its program
	bool running;  // from the start until Ended
	bool process_ended;
	int wait_status;
	int64_t started_ns;
	int64_t ended_ns; // of the first process
	uint64_t cpu_before_ns;
	bool process_limit_reached;
	bool disk_full;
	bool disk_failed;
	bool starved_of_memory;
	struct memory_watch memory_watch;
	int64_t next_check_ns;
};

// Creates the cgroup and the first process, which waits without any right for its program: it is a copy of an agent that
// has not been told a secret, and a template has it.
void job_prepare(struct job *job, const struct network *network);

// Writes the files, sets the limits and tells the first process what to run.
void job_start(struct job *job, const Omerta__V1__Run *run);

// SIGKILL goes to the whole cgroup, any other signal to the process group of the first process.
void job_signal(const struct job *job, uint32_t number);

// Reaps every child that has ended, the job's orphans too. With the first process the whole job ends.
void job_reap(struct job *job);

// The kernel's log has something new: a job whose disk has failed is ended.
void job_check_disk(struct job *job);

// Looks at the limits that nobody reports, and ends a job that has reached its process limit or starves of memory.
void job_check_limits(struct job *job, int64_t now_ns);

// Milliseconds until job_check_limits has something to do, for poll().
int job_poll_timeout(const struct job *job, int64_t now_ns);

// Every process is gone and every byte of output was sent to the channel.
bool job_has_ended(const struct job *job);

// What to tell the host; fills *ended.
void job_describe_end(struct job *job, Omerta__V1__Ended *ended);
