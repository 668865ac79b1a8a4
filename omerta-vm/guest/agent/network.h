// The guest's two networks.
//
//   link namespace (PID 1)                     job namespace
//     eth0 169.254.77.2/30, silent               lo, wg0 <address>/32, default route through wg0
//     the WireGuard socket, UDP port 51820
//
// wg0 is created beside eth0, so that its datagrams leave there, and then moved: the job has no way to eth0 at all.
#pragma once

#include "wireguard.h"
#include "omerta/v1/agent.pb-c.h"

struct network {
	int link_namespace;
	int job_namespace;
	int link_control; // sockets for ioctls
	int job_control;
	int job_netlink; // rtnetlink
	unsigned wg0;    // index
	uint32_t wg0_mtu;
	struct wireguard wireguard;
};

// Creates the job's namespace and all interfaces, up and silent: what holds no secret is done before Ready, so that a
// template has it.
void network_prepare(struct network *network);

// Gives eth0 that MAC address, wg0 its keys and its address, and writes the name of the requester where resolvers look.
void network_configure(const struct network *network, const ProtobufCBinaryData *mac_address, const Omerta__V1__Vpn *vpn);

// Moves the calling process, a job's child, into the job's namespace. Returns 0, or -1 and errno.
int network_enter_job_namespace(const struct network *network);
