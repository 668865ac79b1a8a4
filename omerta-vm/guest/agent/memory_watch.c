#include "memory_watch.h"

#include "clock.h"

enum {
	WINDOW_MS = 5000,
	// Seen of jobs that only reread their own program text: 44 (the unpacking of what is read is work, not waiting). A job that
	// streams files larger than its limit is held up too, but for a small part of the time.
	STARVED_PERCENT = 33,
};

void memory_watch_start(struct memory_watch *watch, int64_t now_ns)
{
	watch->window_start_ns = now_ns;
	watch->stalled_us = 0;
}

bool memory_watch_is_starved(struct memory_watch *watch, const struct cgroup *cgroup, int64_t now_ns)
{
	int64_t window_us = (now_ns - watch->window_start_ns) / 1000;
	if (window_us < WINDOW_MS * 1000)
		return false;
	uint64_t before = watch->stalled_us;
	watch->window_start_ns = now_ns;
	watch->stalled_us = cgroup_memory_stall_us(cgroup);
	return (watch->stalled_us - before) * 100 >= (uint64_t)window_us * STARVED_PERCENT;
}
