#include "module.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

bool module_load(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	bool loaded = syscall(SYS_finit_module, fd, "", 0) == 0;
	int error = errno;
	close(fd);
	errno = error;
	return loaded;
}
