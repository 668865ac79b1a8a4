#include "clock.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#include "failure.h"

int64_t clock_monotonic_ns(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * NS_PER_S + now.tv_nsec;
}

void clock_set_wall(int64_t unix_time_ns)
{
	struct timespec time = {.tv_sec = unix_time_ns / NS_PER_S, .tv_nsec = unix_time_ns % NS_PER_S};
	if (unix_time_ns <= 0 || clock_settime(CLOCK_REALTIME, &time) != 0)
		fail("could not set the clock: %s", strerror(unix_time_ns <= 0 ? EINVAL : errno));
}
