/*
 * A seccomp filter for bubblewrap, which has none of its own (Docker has). It takes away system calls that a
 * program in a sandbox has no business with: new namespaces and mounts, other processes' memory, keys, kernel
 * modules, and memory that no limit counts. See bpf(4) and linux/seccomp.h for the instructions.
 */

/** Numbers of system calls: x64, arm64. */
const denied: readonly (readonly [x64: number, arm64: number])[] = [
  [29, 194], // shmget
  [101, 117], // ptrace
  [155, 41], // pivot_root
  [163, 89], // acct
  [165, 40], // mount
  [166, 39], // umount2
  [167, 224], // swapon
  [168, 225], // swapoff
  [169, 142], // reboot
  [175, 105], // init_module
  [176, 106], // delete_module
  [179, 60], // quotactl
  [212, 18], // lookup_dcookie
  [246, 104], // kexec_load
  [248, 217], // add_key
  [249, 218], // request_key
  [250, 219], // keyctl
  [272, 97], // unshare
  [298, 241], // perf_event_open
  [303, 264], // name_to_handle_at
  [304, 265], // open_by_handle_at
  [308, 268], // setns
  [310, 270], // process_vm_readv
  [311, 271], // process_vm_writev
  [313, 273], // finit_module
  [319, 279], // memfd_create
  [320, 294], // kexec_file_load
  [321, 280], // bpf
  [323, 282], // userfaultfd
  // From here on the numbers are the same everywhere.
  ...[425, 426, 427].map((io_uring) => [io_uring, io_uring] as const),
  ...[428, 429, 430, 431, 432, 433, 442].map((mounting) => [mounting, mounting] as const),
  [438, 438], // pidfd_getfd
  [443, 443], // quotactl_fd
  [447, 447], // memfd_secret
];

interface Machine {
  audit: number;
  column: 0 | 1;
  clone: number;
  socket: number;
}
const machines: Readonly<Record<string, Machine>> = {
  x64: { audit: 0xc000003e, column: 0, clone: 56, socket: 41 },
  arm64: { audit: 0xc00000b7, column: 1, clone: 220, socket: 198 },
};
const clone3 = 435;
/** x64 has a second set of numbers, for 32-bit pointers. */
const x32 = 0x40000000;
/** CLONE_NEW*: mount, cgroup, uts, ipc, user, pid, net. */
const newNamespaces = 0x7e020000;
/** AF_UNIX, AF_INET, AF_INET6, AF_NETLINK. Others, such as AF_VSOCK, do not care about network namespaces. */
const families = [1, 2, 10, 16];

const allow = 0x7fff0000;
const refuse = 0x00050000 | 1; // EPERM
const unknown = 0x00050000 | 38; // ENOSYS: glibc then does with clone what it wanted of clone3

const load = 0x20;
const isEqual = 0x15;
const isAtLeast = 0x35;
const hasBits = 0x45;
const answer = 0x06;

/** The filter as bubblewrap wants it; undefined for a machine whose numbers are not known here. */
export function seccompFilter(architecture: string): Buffer | undefined {
  const machine = machines[architecture];
  if (machine === undefined) return undefined;

  const refuseIf = (test: number, value: number) => [
    instruction(test, value, { no: 1 }),
    instruction(answer, refuse),
  ];
  /** `body` decides for good about one system call. */
  const about = (call: number, body: Buffer[]) => [
    instruction(isEqual, call, { no: body.length }),
    ...body,
  ];
  return Buffer.concat([
    instruction(load, 4),
    instruction(isEqual, machine.audit, { yes: 1 }),
    instruction(answer, refuse),
    instruction(load, 0),
    ...(architecture === "x64" ? refuseIf(isAtLeast, x32) : []),
    ...denied.flatMap((numbers) => refuseIf(isEqual, numbers[machine.column])),
    ...about(clone3, [instruction(answer, unknown)]),
    ...about(machine.clone, [
      instruction(load, 16),
      ...refuseIf(hasBits, newNamespaces),
      instruction(answer, allow),
    ]),
    ...about(machine.socket, [
      instruction(load, 16),
      ...families.flatMap((family) => [
        instruction(isEqual, family, { no: 1 }),
        instruction(answer, allow),
      ]),
      instruction(answer, refuse),
    ]),
    instruction(answer, allow),
  ]);
}

/** One `struct sock_filter`. `yes` and `no`: how many instructions to pass over. */
function instruction(
  code: number,
  value: number,
  jump: { yes?: number; no?: number } = {},
): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt16LE(code, 0);
  bytes.writeUInt8(jump.yes ?? 0, 2);
  bytes.writeUInt8(jump.no ?? 0, 3);
  bytes.writeUInt32LE(value, 4);
  return bytes;
}
