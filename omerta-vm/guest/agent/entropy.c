#include "entropy.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/random.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "failure.h"

enum { SEED_MIN = 32, SEED_MAX = 512 };

void entropy_credit(const uint8_t *seed, size_t length)
{
	if (length < SEED_MIN || length > SEED_MAX)
		fail("could not seed the random pool: %zu bytes are not within %d and %d", length, SEED_MIN, SEED_MAX);
	struct {
		struct rand_pool_info info;
		uint8_t seed[SEED_MAX];
	} pool = {.info = {.entropy_count = (int)length * 8, .buf_size = (int)length}};
	memcpy(pool.seed, seed, length); // follows info at once: info.buf is a flexible array at its end
	_Static_assert(sizeof(struct rand_pool_info) == 2 * sizeof(int), "the seed must follow the header");

	int fd = open("/dev/urandom", O_WRONLY | O_CLOEXEC);
	if (fd < 0 || ioctl(fd, RNDADDENTROPY, &pool) != 0 || ioctl(fd, RNDRESEEDCRNG) != 0)
		fail("could not seed the random pool: %s", strerror(errno));
	close(fd);
	explicit_bzero(&pool, sizeof pool);
}
