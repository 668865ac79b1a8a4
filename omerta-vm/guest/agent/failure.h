// What the agent does when it cannot go on: it says so in one line and powers the machine off.
#pragma once

struct channel;

// Failures are told through this channel from now on.
void failure_report_to(struct channel *channel);

_Noreturn void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

// Leaves a line in the kernel's log, at one of its levels: 0 to 7, worst first.
void log_to_kernel(int level, const char *line);

_Noreturn void power_off(void);
