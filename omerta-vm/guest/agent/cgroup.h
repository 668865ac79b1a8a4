// The control group (version 2) that holds every process of the job, and nothing else.
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct cgroup {
	int directory;
	int process_events; // readable with POLLPRI when the process limit was reached
};

void cgroup_create(struct cgroup *cgroup);

// Beyond the memory limit the kernel kills the whole group; beyond the other, fork fails.
void cgroup_limit(const struct cgroup *cgroup, uint64_t memory_bytes, uint64_t processes);

// Kills every process in it, those that fork meanwhile included.
void cgroup_kill(const struct cgroup *cgroup);

bool cgroup_is_empty(const struct cgroup *cgroup);
bool cgroup_reached_process_limit(const struct cgroup *cgroup);
bool cgroup_ran_out_of_memory(const struct cgroup *cgroup);
// For how long all its processes at once were held up by a lack of memory, in all; 0 where the kernel does not tell.
uint64_t cgroup_memory_stall_us(const struct cgroup *cgroup);
uint64_t cgroup_cpu_ns(const struct cgroup *cgroup);
uint64_t cgroup_peak_memory_bytes(const struct cgroup *cgroup);
