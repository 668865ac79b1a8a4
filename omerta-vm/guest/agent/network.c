#include "network.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/ethtool.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "failure.h"
#include "file.h"
#include "netlink.h"

static const char ETH0[] = "eth0";
static const char ETH0_ADDRESS[] = "169.254.77.2";
static const int ETH0_PREFIX = 30;
static const char GATEWAY_ADDRESS[] = "169.254.77.1";
enum { MTU_MIN = 1280, MTU_MAX = 1420, MTU_USUAL = 1408 }; // of wg0
enum { MAC_BYTES = 6, MAC_KIND = 3, MAC_UNICAST_LOCAL = 2 }; // of the first byte: the bits for multicast and local
static const uint8_t GATEWAY_MAC[MAC_BYTES] = {0x02, 0x00, 0x00, 0x77, 0x00, 0x01};

static const char HOSTS_FILE[] = "/run/hosts"; // their namesakes in /etc link here
static const char HOST_NAME_FILE[] = "/run/hostname";
static const char RESOLVER_FILE[] = "/run/resolv.conf";

static int open_control(void)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		fail("could not open a socket: %s", strerror(errno));
	return fd;
}

static int open_namespace(void)
{
	int fd = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		fail("could not open a network namespace: %s", strerror(errno));
	return fd;
}

static void enter_namespace(int fd)
{
	if (setns(fd, CLONE_NEWNET) != 0)
		fail("could not enter a network namespace: %s", strerror(errno));
}

// Neither router solicitations nor neighbour discovery nor multicast listener reports, on no interface that is yet
// to come. Where the kernel has no IPv6 there is nothing to switch off.
static void silence_ipv6(void)
{
	static const char *const switches[] = {"/proc/sys/net/ipv6/conf/all/disable_ipv6",
					       "/proc/sys/net/ipv6/conf/default/disable_ipv6"};
	for (size_t i = 0; i < sizeof switches / sizeof switches[0]; i++)
		if (access(switches[i], F_OK) == 0)
			file_write(switches[i], "1");
}

int network_enter_job_namespace(const struct network *network)
{
	return setns(network->job_namespace, CLONE_NEWNET);
}

static struct in_addr parse_address(const char *text)
{
	struct in_addr address;
	if (inet_pton(AF_INET, text, &address) != 1)
		fail("could not configure the network: %.64s is not an IPv4 address", text);
	return address;
}

static void set_link(int netlink, unsigned index, unsigned flags, unsigned mask, uint32_t mtu)
{
	struct netlink_request request;
	struct ifinfomsg link = {.ifi_index = (int)index, .ifi_flags = flags, .ifi_change = mask};
	netlink_begin(&request, RTM_NEWLINK, 0, &link, sizeof link);
	if (mtu != 0)
		netlink_put_u32(&request, IFLA_MTU, mtu);
	netlink_talk(netlink, &request, "set up an interface");
}

static void add_address(int netlink, unsigned index, struct in_addr address, int prefix)
{
	struct netlink_request request;
	struct ifaddrmsg fixed = {.ifa_family = AF_INET, .ifa_prefixlen = (uint8_t)prefix, .ifa_index = index};
	netlink_begin(&request, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, &fixed, sizeof fixed);
	netlink_put(&request, IFA_LOCAL, &address, sizeof address);
	netlink_put(&request, IFA_ADDRESS, &address, sizeof address);
	netlink_talk(netlink, &request, "add an address");
}

static void add_default_route(int netlink, unsigned index)
{
	struct netlink_request request;
	struct rtmsg route = {
		.rtm_family = AF_INET,
		.rtm_table = RT_TABLE_MAIN,
		.rtm_protocol = RTPROT_STATIC,
		.rtm_scope = RT_SCOPE_LINK,
		.rtm_type = RTN_UNICAST,
	};
	netlink_begin(&request, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL, &route, sizeof route);
	netlink_put_u32(&request, RTA_OIF, index);
	netlink_talk(netlink, &request, "add the default route");
}

// Frames must leave whole: with these on, the kernel hands down checksums to be completed and segments to be cut by
// a device that is not there. A driver without the feature says so, and then there is nothing to switch off.
static void stop_offloads(int control)
{
	static const uint32_t commands[] = {ETHTOOL_STSO, ETHTOOL_SGSO, ETHTOOL_STXCSUM};
	for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
		struct ethtool_value off = {.cmd = commands[i]};
		struct ifreq request = {.ifr_data = (char *)&off};
		strcpy(request.ifr_name, ETH0);
		if (ioctl(control, SIOCETHTOOL, &request) != 0 && errno != EOPNOTSUPP)
			fail("could not switch off offloads of %s: %s", ETH0, strerror(errno));
	}
}

static unsigned index_of(const char *name)
{
	unsigned index = if_nametoindex(name);
	if (index == 0)
		fail("could not find %s", name);
	return index;
}

static void prepare_eth0(const struct network *network, int netlink)
{
	unsigned index = index_of(ETH0);
	stop_offloads(network->link_control);
	// No ARP and no multicast before it goes up: then nothing but WireGuard ever has a reason to send here.
	set_link(netlink, index, IFF_NOARP, IFF_NOARP | IFF_MULTICAST, 0);
	add_address(netlink, index, parse_address(ETH0_ADDRESS), ETH0_PREFIX);
	set_link(netlink, index, IFF_UP, IFF_UP, 0);
}

// In the job's namespace.
static void prepare_wg0(struct network *network)
{
	wireguard_open(&network->wireguard);
	network->wg0 = index_of(WIREGUARD_INTERFACE);
	network->wg0_mtu = MTU_USUAL;
	set_link(network->job_netlink, network->wg0, IFF_UP, IFF_UP, network->wg0_mtu);
	add_default_route(network->job_netlink, network->wg0);
}

void network_prepare(struct network *network)
{
	silence_ipv6();
	file_create(HOSTS_FILE);
	file_create(HOST_NAME_FILE);
	file_create(RESOLVER_FILE);
	network->link_namespace = open_namespace();
	network->link_control = open_control();
	int netlink = netlink_open(NETLINK_ROUTE);
	prepare_eth0(network, netlink);
	wireguard_create(netlink);

	if (unshare(CLONE_NEWNET) != 0)
		fail("could not create the job's network namespace: %s", strerror(errno));
	network->job_namespace = open_namespace();
	network->job_control = open_control();
	network->job_netlink = netlink_open(NETLINK_ROUTE);
	set_link(network->job_netlink, index_of("lo"), IFF_UP, IFF_UP, 0);
	enter_namespace(network->link_namespace);
	wireguard_move(netlink, network->job_namespace);
	close(netlink);

	enter_namespace(network->job_namespace);
	prepare_wg0(network);
	enter_namespace(network->link_namespace);
}

// What every clone does takes these ioctls (netdevice(7), arp(7)), not netlink: that is less of the kernel, which a clone runs
// for the first time.
static void control(int fd, unsigned long command, void *request, const char *what)
{
	if (ioctl(fd, command, request) != 0)
		fail("could not %s: %s", what, strerror(errno));
}

// Guests that were cloned from one have its address until they are told their own.
static void set_mac_address(const struct network *network, const ProtobufCBinaryData *address)
{
	if (address->len != MAC_BYTES || (address->data[0] & MAC_KIND) != MAC_UNICAST_LOCAL)
		fail("could not configure the network: the MAC address is not a local one of %d bytes", MAC_BYTES);
	struct ifreq request = {.ifr_hwaddr.sa_family = ARPHRD_ETHER};
	strcpy(request.ifr_name, ETH0);
	memcpy(request.ifr_hwaddr.sa_data, address->data, MAC_BYTES);
	control(network->link_control, SIOCSIFHWADDR, &request, "set the MAC address");
}

static struct sockaddr_in socket_address(struct in_addr address)
{
	return (struct sockaddr_in){.sin_family = AF_INET, .sin_addr = address};
}

static void add_gateway_neighbour(const struct network *network)
{
	struct sockaddr_in gateway = socket_address(parse_address(GATEWAY_ADDRESS));
	struct arpreq request = {.arp_flags = ATF_PERM | ATF_COM, .arp_ha.sa_family = ARPHRD_ETHER};
	memcpy(&request.arp_pa, &gateway, sizeof gateway);
	memcpy(request.arp_ha.sa_data, GATEWAY_MAC, MAC_BYTES);
	strcpy(request.arp_dev, ETH0);
	control(network->link_control, SIOCSARP, &request, "add the gateway's neighbour entry");
}

// With the address goes what it knew of its neighbours.
static void configure_eth0(const struct network *network, const ProtobufCBinaryData *mac_address)
{
	set_mac_address(network, mac_address);
	add_gateway_neighbour(network);
}

// It has one other end, so the address stands alone: /32.
static void set_wg0_address(const struct network *network, struct in_addr address)
{
	struct sockaddr_in own = socket_address(address);
	struct ifreq request = {0};
	strcpy(request.ifr_name, WIREGUARD_INTERFACE);
	memcpy(&request.ifr_addr, &own, sizeof own);
	control(network->job_control, SIOCSIFADDR, &request, "add an address");
}

static void configure_wg0(const struct network *network, const Omerta__V1__Vpn *vpn)
{
	if (vpn->mtu < MTU_MIN || vpn->mtu > MTU_MAX)
		fail("could not configure the VPN: an MTU of %u is not within %d and %d", vpn->mtu, MTU_MIN, MTU_MAX);
	wireguard_set_keys(&network->wireguard, vpn, parse_address(GATEWAY_ADDRESS));
	set_wg0_address(network, parse_address(vpn->guest_address));
	if (vpn->mtu != network->wg0_mtu)
		set_link(network->job_netlink, network->wg0, 0, 0, vpn->mtu);
}

static void name_hosts(const char *hub_address)
{
	char host_name[65] = "";
	gethostname(host_name, sizeof host_name - 1);
	char text[300];
	snprintf(text, sizeof text, "127.0.0.1 localhost\n127.0.1.1 %s\n%s requester\n", host_name, hub_address);
	file_write(HOSTS_FILE, text);
	snprintf(text, sizeof text, "%s\n", host_name);
	file_write(HOST_NAME_FILE, text);
	snprintf(text, sizeof text, "nameserver %s\noptions timeout:2 attempts:2\n", hub_address);
	file_write(RESOLVER_FILE, text);
}

void network_configure(const struct network *network, const ProtobufCBinaryData *mac_address, const Omerta__V1__Vpn *vpn)
{
	parse_address(vpn->hub_address);
	configure_eth0(network, mac_address);
	configure_wg0(network, vpn);
	name_hosts(vpn->hub_address);
}
