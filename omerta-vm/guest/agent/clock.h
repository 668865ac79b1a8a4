// The guest's clocks.
#pragma once

#include <stdint.h>

#define NS_PER_MS INT64_C(1000000)
#define NS_PER_S INT64_C(1000000000)

// Since boot; never set.
int64_t clock_monotonic_ns(void);

// Sets the wall clock to nanoseconds since 1970-01-01 UTC.
void clock_set_wall(int64_t unix_time_ns);
