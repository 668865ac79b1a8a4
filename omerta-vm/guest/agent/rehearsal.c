#include "rehearsal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "failure.h"
#include "job_process.h"

enum { TIME_LIMIT_MS = 30000 };

static _Noreturn void become(const Omerta__V1__Program *program, const struct network *network)
{
	int nothing = open("/dev/null", O_WRONLY | O_CLOEXEC);
	const int output[2] = {nothing, nothing};
	Omerta__V1__Run run = OMERTA__V1__RUN__INIT;
	run.n_argv = program->n_argv;
	run.argv = program->argv;
	job_process_become(&run, network, output);
}

void rehearse(const Omerta__V1__Program *program, const struct network *network)
{
	if (program->n_argv == 0)
		fail("could not prepare the guest: a program has no name");
	pid_t process = fork();
	if (process == 0)
		become(program, network);
	int handle = process < 0 ? -1 : (int)syscall(SYS_pidfd_open, process, 0);
	if (handle < 0)
		fail("could not prepare the guest: %s", strerror(errno));

	struct pollfd ended = {.fd = handle, .events = POLLIN};
	if (poll(&ended, 1, TIME_LIMIT_MS) != 1)
		kill(-process, SIGKILL);
	waitpid(process, NULL, 0);
	close(handle);
}
