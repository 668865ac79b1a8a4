#include "failure.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/reboot.h>
#include <unistd.h>

#include "channel.h"

enum { LINGER_MS = 3000, EMERGENCY = 0 };

static struct channel *reporting_channel;

void failure_report_to(struct channel *channel)
{
	reporting_channel = channel;
}

void fail(const char *format, ...)
{
	char line[400];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(line, sizeof line, format, arguments);
	va_end(arguments);

	struct channel *channel = reporting_channel;
	reporting_channel = NULL; // a failure while telling of a failure is not told
	if (channel) {
		Omerta__V1__Failure failure = OMERTA__V1__FAILURE__INIT;
		failure.message = line;
		Omerta__V1__FromGuest message = OMERTA__V1__FROM_GUEST__INIT;
		message.message_case = OMERTA__V1__FROM_GUEST__MESSAGE_FAILURE;
		message.failure = &failure;
		channel_send(channel, &message);
		// What the port has taken is lost if the machine goes off before the host has read it.
		channel_linger(channel, LINGER_MS);
	} else {
		// No channel yet: the kernel's log is the only place left, and a panic's end shows it.
		log_to_kernel(EMERGENCY, line);
	}
	power_off();
}

void log_to_kernel(int level, const char *line)
{
	FILE *log = fopen("/dev/kmsg", "we");
	if (!log)
		return;
	fprintf(log, "<%d>omerta agent: %s\n", level, line);
	fclose(log);
}

// Nothing of a VM outlives it, so there is nothing to stop, unmount or write back first. Every process of the job
// ends with the machine.
void power_off(void)
{
	reboot(RB_POWER_OFF);
	for (;;) // a kernel that cannot power off halts in the call above
		pause();
}
