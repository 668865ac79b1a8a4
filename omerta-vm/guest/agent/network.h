// The guest's two networks.
//
//   link namespace (PID 1)                     job namespace
//     eth0 169.254.77.2/30, silent               lo, wg0 <address>/32, default route through wg0
//     the WireGuard socket, UDP port 51820
//
// wg0 is created beside eth0, so that its datagrams leave there, and then moved: the job has no way to eth0 at all.
#pragma once

#include "omerta/v1/agent.pb-c.h"

struct network {
	int link_namespace;
	int job_namespace;
	int link_netlink; // rtnetlink sockets
	int job_netlink;
};

// Creates the job's namespace. Needs no Configure, so that it is done before Ready.
void network_prepare(struct network *network);

// Brings up eth0, under that MAC address, and wg0, and writes the name of the requester where resolvers look.
void network_configure(const struct network *network, const ProtobufCBinaryData *mac_address, const Omerta__V1__Vpn *vpn);

// Moves the calling process, a job's child, into the job's namespace. Returns 0, or -1 and errno.
int network_enter_job_namespace(const struct network *network);
