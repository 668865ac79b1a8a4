// Recognises a job that lives on without getting anywhere for want of memory.
//
// At its limit, the kernel takes the job's file pages (its very program text) before it kills anything, and the job then
// spends its time reading them again: it may go on like that for minutes, and would end by its time limit, which
// explains nothing. The kernel's pressure stall information says what share of the time went that way
// (Documentation/accounting/psi.rst).
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "cgroup.h"

struct memory_watch {
	int64_t window_start_ns;
	uint64_t stalled_us; // in all, at the start of the window
};

// For a cgroup that has not been held up yet.
void memory_watch_start(struct memory_watch *watch, int64_t now_ns);

// True when every process of the job was held up by a lack of memory for a third of the last five seconds or more.
bool memory_watch_is_starved(struct memory_watch *watch, const struct cgroup *cgroup, int64_t now_ns);
