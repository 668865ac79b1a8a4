#include "netlink.h"

#include <errno.h>
#include <linux/genetlink.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "failure.h"

int netlink_open(int protocol)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);
	struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
	if (fd < 0 || connect(fd, (struct sockaddr *)&kernel, sizeof kernel) != 0)
		fail("could not open a netlink socket: %s", strerror(errno));
	return fd;
}

static void append(struct netlink_request *request, const void *data, size_t length)
{
	size_t padded = NLMSG_ALIGN(length);
	if (request->length + padded > sizeof request->bytes)
		fail("could not build a netlink request: it is too long");
	memcpy(request->bytes + request->length, data, length);
	memset(request->bytes + request->length + length, 0, padded - length);
	request->length += padded;
}

void netlink_begin(struct netlink_request *request, uint16_t type, uint16_t flags, const void *fixed, size_t length)
{
	struct nlmsghdr header = {.nlmsg_type = type, .nlmsg_flags = NLM_F_REQUEST | flags};
	request->length = 0;
	append(request, &header, sizeof header);
	append(request, fixed, length);
}

void netlink_put(struct netlink_request *request, uint16_t attribute, const void *data, size_t length)
{
	struct nlattr header = {.nla_type = attribute, .nla_len = (uint16_t)(sizeof header + length)};
	append(request, &header, sizeof header);
	append(request, data, length);
}

void netlink_put_u16(struct netlink_request *request, uint16_t attribute, uint16_t value)
{
	netlink_put(request, attribute, &value, sizeof value);
}

void netlink_put_u32(struct netlink_request *request, uint16_t attribute, uint32_t value)
{
	netlink_put(request, attribute, &value, sizeof value);
}

void netlink_put_string(struct netlink_request *request, uint16_t attribute, const char *value)
{
	netlink_put(request, attribute, value, strlen(value) + 1);
}

size_t netlink_nest_begin(struct netlink_request *request, uint16_t attribute)
{
	size_t nest = request->length;
	netlink_put(request, attribute | NLA_F_NESTED, "", 0);
	return nest;
}

void netlink_nest_end(struct netlink_request *request, size_t nest)
{
	uint16_t length = (uint16_t)(request->length - nest);
	memcpy(request->bytes + nest + offsetof(struct nlattr, nla_len), &length, sizeof length);
}

static ssize_t exchange(int socket, struct netlink_request *request, void *reply, size_t reply_size)
{
	uint32_t length = (uint32_t)request->length;
	memcpy(request->bytes + offsetof(struct nlmsghdr, nlmsg_len), &length, sizeof length);
	if (send(socket, request->bytes, request->length, 0) < 0)
		return -1;
	return recv(socket, reply, reply_size, 0);
}

void netlink_talk(int socket, struct netlink_request *request, const char *what)
{
	uint16_t flags;
	memcpy(&flags, request->bytes + offsetof(struct nlmsghdr, nlmsg_flags), sizeof flags);
	flags |= NLM_F_ACK;
	memcpy(request->bytes + offsetof(struct nlmsghdr, nlmsg_flags), &flags, sizeof flags);

	struct {
		struct nlmsghdr header;
		struct nlmsgerr error;
		char rest[1024]; // the kernel repeats the request
	} reply;
	ssize_t length = exchange(socket, request, &reply, sizeof reply);
	int error = length < 0                                                  ? errno
		    : (size_t)length < sizeof reply.header + sizeof reply.error ? EPROTO
		    : reply.header.nlmsg_type != NLMSG_ERROR                    ? EPROTO
										: -reply.error.error;
	if (error != 0)
		fail("could not %s: %s", what, strerror(error));
}

static uint16_t family_in(const uint8_t *attributes, size_t length)
{
	while (length >= sizeof(struct nlattr)) {
		struct nlattr header;
		memcpy(&header, attributes, sizeof header);
		if (header.nla_len < sizeof header || header.nla_len > length)
			break;
		if (header.nla_type == CTRL_ATTR_FAMILY_ID) {
			uint16_t family;
			memcpy(&family, attributes + sizeof header, sizeof family);
			return family;
		}
		size_t step = NLA_ALIGN(header.nla_len);
		if (step > length)
			break;
		attributes += step;
		length -= step;
	}
	return 0;
}

uint16_t netlink_family(int socket, const char *name)
{
	struct netlink_request request;
	struct genlmsghdr command = {.cmd = CTRL_CMD_GETFAMILY, .version = 1};
	netlink_begin(&request, GENL_ID_CTRL, 0, &command, sizeof command);
	netlink_put_string(&request, CTRL_ATTR_FAMILY_NAME, name);

	_Alignas(NLMSG_ALIGNTO) uint8_t reply[4096];
	const size_t fixed = NLMSG_HDRLEN + GENL_HDRLEN;
	ssize_t length = exchange(socket, &request, reply, sizeof reply);
	uint16_t family = length > (ssize_t)fixed ? family_in(reply + fixed, (size_t)length - fixed) : 0;
	if (family == 0)
		fail("could not find %s in the kernel", name);
	return family;
}
