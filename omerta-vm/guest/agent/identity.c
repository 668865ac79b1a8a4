#include "identity.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "failure.h"
#include "file.h"

enum { ID_BYTES = 16 };

static const char MACHINE_ID_FILE[] = "/run/machine-id"; // /etc/machine-id links here

// machine-id(5): 32 lower-case hexadecimal digits and a newline, a UUID of version 4 (RFC 9562, section 5.4).
static void write_machine_id(void)
{
	uint8_t id[ID_BYTES];
	if (getrandom(id, sizeof id, 0) != sizeof id)
		fail("could not draw a machine id: %s", strerror(errno));
	id[6] = (uint8_t)((id[6] & 0x0f) | 0x40);
	id[8] = (uint8_t)((id[8] & 0x3f) | 0x80);
	char text[2 * ID_BYTES + 2];
	for (size_t i = 0; i < sizeof id; i++)
		snprintf(text + 2 * i, 3, "%02x", id[i]);
	strcat(text, "\n");
	file_write(MACHINE_ID_FILE, text);
}

void identity_prepare(void)
{
	file_create(MACHINE_ID_FILE);
}

void identity_take(const char *host_name)
{
	if (sethostname(host_name, strlen(host_name)) != 0)
		fail("could not set the host name: %s", strerror(errno));
	write_machine_id();
}
