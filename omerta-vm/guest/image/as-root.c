// as-root [--job-network] PROGRAM [ARGUMENT...]: runs a program as root, beside eth0. In the test image alone, where
// tests play a guest that was taken over.
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

// PID 1 lives in the namespace of eth0, the job in another.
static int enter_link_namespace(void)
{
	int fd = open("/proc/1/ns/net", O_RDONLY | O_CLOEXEC);
	return fd < 0 ? -1 : setns(fd, CLONE_NEWNET);
}

int main(int argc, char **argv)
{
	char **program = argv + 1;
	int stay = argc > 1 && strcmp(argv[1], "--job-network") == 0;
	if (stay)
		program++;
	if (argc < 2 + stay || setgroups(0, NULL) != 0 || setresgid(0, 0, 0) != 0 || setresuid(0, 0, 0) != 0 ||
	    (!stay && enter_link_namespace() != 0)) {
		fprintf(stderr, "as-root: %s\n", strerror(errno));
		return 125;
	}
	execvp(program[0], program);
	fprintf(stderr, "as-root: could not run %s: %s\n", program[0], strerror(errno));
	return 127;
}
