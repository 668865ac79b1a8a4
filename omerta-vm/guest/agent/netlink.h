// Requests to the kernel over netlink, each answered before the next (RFC 3549, linux/netlink.h).
//
//   struct netlink_request request;
//   netlink_begin(&request, type, flags, &fixed_part, sizeof fixed_part);
//   netlink_put(&request, ATTRIBUTE, data, length);
//   netlink_talk(socket, &request, "do something");    // fails with "could not do something: …"
#pragma once

#include <linux/netlink.h>
#include <stddef.h>
#include <stdint.h>

struct netlink_request {
	_Alignas(NLMSG_ALIGNTO) uint8_t bytes[4096];
	size_t length;
};

// Of the network namespace that this process is in at the moment.
int netlink_open(int protocol);

void netlink_begin(struct netlink_request *request, uint16_t type, uint16_t flags, const void *fixed, size_t length);

void netlink_put(struct netlink_request *request, uint16_t attribute, const void *data, size_t length);
void netlink_put_u16(struct netlink_request *request, uint16_t attribute, uint16_t value);
void netlink_put_u32(struct netlink_request *request, uint16_t attribute, uint32_t value);
void netlink_put_string(struct netlink_request *request, uint16_t attribute, const char *value);

// Attributes between these two are nested in one.
size_t netlink_nest_begin(struct netlink_request *request, uint16_t attribute);
void netlink_nest_end(struct netlink_request *request, size_t nest);

// Sends the request and waits until the kernel has carried it out.
void netlink_talk(int socket, struct netlink_request *request, const char *what);

// The number of a generic netlink family.
uint16_t netlink_family(int socket, const char *name);
