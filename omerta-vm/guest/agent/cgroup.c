#include "cgroup.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "failure.h"

static const char ROOT[] = "/sys/fs/cgroup";
static const char JOB[] = "/sys/fs/cgroup/job";

static void write_value(int directory, const char *name, const char *value)
{
	int fd = openat(directory, name, O_WRONLY | O_CLOEXEC);
	if (fd < 0 || write(fd, value, strlen(value)) < 0)
		fail("could not set %s of the job: %s", name, strerror(errno));
	close(fd);
}

static void write_number(int directory, const char *name, uint64_t number)
{
	char value[24];
	snprintf(value, sizeof value, "%" PRIu64, number);
	write_value(directory, name, value);
}

static void read_text(int fd, char *text, size_t size)
{
	ssize_t length = pread(fd, text, size - 1, 0);
	text[length < 0 ? 0 : length] = '\0';
}

static void read_file(const struct cgroup *cgroup, const char *name, char *text, size_t size)
{
	int fd = openat(cgroup->directory, name, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		fail("could not read %s of the job: %s", name, strerror(errno));
	read_text(fd, text, size);
	close(fd);
}

// The number after the key, which stands at the beginning of a line; 0 if it is not there.
static uint64_t number_of(const char *text, const char *key)
{
	size_t length = strlen(key);
	for (const char *line = text; line && *line;) {
		if (strncmp(line, key, length) == 0 && line[length] == ' ')
			return strtoull(line + length, NULL, 10);
		line = strchr(line, '\n');
		line = line ? line + 1 : NULL;
	}
	return 0;
}

static uint64_t read_key(const struct cgroup *cgroup, const char *name, const char *key)
{
	char text[2048];
	read_file(cgroup, name, text, sizeof text);
	return number_of(text, key);
}

void cgroup_create(struct cgroup *cgroup)
{
	int root = open(ROOT, O_PATH | O_DIRECTORY | O_CLOEXEC);
	// cpu: as one group among the agent and the kernel's threads, a thousand busy processes cannot starve these.
	write_value(root, "cgroup.subtree_control", "+cpu +memory +pids");
	close(root);
	if (mkdir(JOB, 0755) != 0)
		fail("could not create the job's cgroup: %s", strerror(errno));
	cgroup->directory = open(JOB, O_PATH | O_DIRECTORY | O_CLOEXEC);
	cgroup->process_events = openat(cgroup->directory, "pids.events", O_RDONLY | O_CLOEXEC);
	if (cgroup->directory < 0 || cgroup->process_events < 0)
		fail("could not open the job's cgroup: %s", strerror(errno));
	write_value(cgroup->directory, "memory.swap.max", "0");
	write_value(cgroup->directory, "memory.oom.group", "1");
}

void cgroup_limit(const struct cgroup *cgroup, uint64_t memory_bytes, uint64_t processes)
{
	if (memory_bytes == 0 || processes == 0)
		fail("could not limit the job: a limit is 0");
	write_number(cgroup->directory, "memory.max", memory_bytes);
	write_number(cgroup->directory, "pids.max", processes);
}

void cgroup_kill(const struct cgroup *cgroup)
{
	write_value(cgroup->directory, "cgroup.kill", "1");
}

bool cgroup_is_empty(const struct cgroup *cgroup)
{
	return read_key(cgroup, "cgroup.events", "populated") == 0;
}

// Through the open descriptor: reading it is also what arms its POLLPRI again.
bool cgroup_reached_process_limit(const struct cgroup *cgroup)
{
	char text[64];
	read_text(cgroup->process_events, text, sizeof text);
	return number_of(text, "max") > 0;
}

bool cgroup_ran_out_of_memory(const struct cgroup *cgroup)
{
	return read_key(cgroup, "memory.events", "oom_kill") > 0;
}

uint64_t cgroup_memory_stall_us(const struct cgroup *cgroup)
{
	int fd = openat(cgroup->directory, "memory.pressure", O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return 0;
	char text[256];
	read_text(fd, text, sizeof text);
	close(fd);
	const char *full = strstr(text, "full ");
	const char *total = full ? strstr(full, "total=") : NULL;
	return total ? strtoull(total + strlen("total="), NULL, 10) : 0;
}

uint64_t cgroup_cpu_ns(const struct cgroup *cgroup)
{
	return read_key(cgroup, "cpu.stat", "usage_usec") * 1000;
}

uint64_t cgroup_peak_memory_bytes(const struct cgroup *cgroup)
{
	char text[32];
	read_file(cgroup, "memory.peak", text, sizeof text);
	return strtoull(text, NULL, 10);
}
