// What programs take for the identity of a machine, other than its network: no two guests may have it in common, though
// they were cloned from one.
#pragma once

// Makes room for it, which a template has.
void identity_prepare(void);

// Sets the host name and writes a machine id that nobody had before; entropy_credit comes first. The third of them, the
// kernel's boot id, is drawn when it is first read: nothing here may read it before a job does.
void identity_take(const char *host_name);
