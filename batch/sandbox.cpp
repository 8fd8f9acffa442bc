// The one file that includes libseccomp.
#include "batch/sandbox.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <linux/seccomp.h>

namespace budgetlift {
namespace {

using Filter = std::unique_ptr<void, decltype(&seccomp_release)>;

// System calls that a reader of files has no use for. Those that a kernel does not know are left out.
constexpr int kForbidden[] = {
    // the network
    SCMP_SYS(socket), SCMP_SYS(socketpair), SCMP_SYS(connect), SCMP_SYS(bind), SCMP_SYS(listen), SCMP_SYS(accept), SCMP_SYS(accept4),
    // files made, moved, removed or changed by name
    SCMP_SYS(creat), SCMP_SYS(mkdir), SCMP_SYS(mkdirat), SCMP_SYS(rmdir), SCMP_SYS(unlink), SCMP_SYS(unlinkat), SCMP_SYS(rename),
    SCMP_SYS(renameat), SCMP_SYS(renameat2), SCMP_SYS(link), SCMP_SYS(linkat), SCMP_SYS(symlink), SCMP_SYS(symlinkat), SCMP_SYS(mknod),
    SCMP_SYS(mknodat), SCMP_SYS(truncate), SCMP_SYS(chmod), SCMP_SYS(fchmod), SCMP_SYS(fchmodat), SCMP_SYS(chown), SCMP_SYS(fchown),
    SCMP_SYS(lchown), SCMP_SYS(fchownat), SCMP_SYS(utime), SCMP_SYS(utimes), SCMP_SYS(utimensat), SCMP_SYS(futimesat), SCMP_SYS(setxattr),
    SCMP_SYS(lsetxattr), SCMP_SYS(fsetxattr), SCMP_SYS(removexattr), SCMP_SYS(lremovexattr), SCMP_SYS(fremovexattr),
    // other programs, other processes, the system
    SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(fork), SCMP_SYS(vfork), SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv),
    SCMP_SYS(process_vm_writev), SCMP_SYS(mount), SCMP_SYS(umount2), SCMP_SYS(pivot_root), SCMP_SYS(chroot), SCMP_SYS(unshare),
    SCMP_SYS(setns), SCMP_SYS(bpf), SCMP_SYS(perf_event_open), SCMP_SYS(keyctl), SCMP_SYS(add_key), SCMP_SYS(request_key),
    SCMP_SYS(init_module), SCMP_SYS(finit_module), SCMP_SYS(kexec_load), SCMP_SYS(reboot), SCMP_SYS(swapon), SCMP_SYS(swapoff),
    // ways around the checks of open()
    SCMP_SYS(open_by_handle_at), SCMP_SYS(io_uring_setup), SCMP_SYS(userfaultfd)};

// 0 or an error number.
int forbid(scmp_filter_ctx filter) {
  for (const int call : kForbidden) {
    if (const int error = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), call, 0); error != 0 && error != -EDOM) return error;
  }
  // A process can only signal others by these two; threads of its own are signalled by tgkill.
  for (const int call : {SCMP_SYS(kill), SCMP_SYS(tkill)}) {
    if (const int error = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), call, 0)) return error;
  }
  // openat2 has its flags in memory, where no filter sees them; callers go on with openat where it is not known.
  if (const int error = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(openat2), 0)) return error;
  for (const auto& [call, flags] : {std::pair{SCMP_SYS(open), 1u}, {SCMP_SYS(openat), 2u}}) {
    for (const unsigned long bit : {O_WRONLY, O_RDWR, O_CREAT, O_TRUNC}) {
      if (const int error = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), call, 1, SCMP_CMP(flags, SCMP_CMP_MASKED_EQ, bit, bit))) return error;
    }
  }
  return 0;
}

void set_limit(__rlimit_resource resource, rlim_t soft, bool hard) {
  rlimit limit{};
  ::getrlimit(resource, &limit);
  limit.rlim_cur = std::min(soft, limit.rlim_max);
  if (hard) limit.rlim_max = limit.rlim_cur;
  ::setrlimit(resource, &limit);
}

}  // namespace

std::string confine_process() {
  const Filter filter(seccomp_init(SCMP_ACT_ALLOW), &seccomp_release);
  if (!filter) return "libseccomp could not begin";
  int error = forbid(filter.get());
  if (error == 0) error = seccomp_load(filter.get());
  return error == 0 ? "" : std::strerror(-error);
}

bool can_confine() {
  // With no filter to take, a kernel that knows filters finds its address wrong.
  return ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, nullptr, 0, 0) == -1 && errno == EFAULT;
}

void limit_process(std::int64_t memory_bytes) {
  set_limit(RLIMIT_CORE, 0, true);
  if (memory_bytes > 0) set_limit(RLIMIT_DATA, static_cast<rlim_t>(memory_bytes), true);
  // A write beyond the limit of a file fails instead of ending the process.
  std::signal(SIGXFSZ, SIG_IGN);
}

void limit_document(std::int64_t file_bytes, std::int64_t cpu_seconds) {
  set_limit(RLIMIT_FSIZE, file_bytes > 0 ? static_cast<rlim_t>(file_bytes) : RLIM_INFINITY, false);
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  set_limit(RLIMIT_CPU, cpu_seconds > 0 ? static_cast<rlim_t>(used.ru_utime.tv_sec + used.ru_stime.tv_sec + 1 + cpu_seconds) : RLIM_INFINITY, false);
}

}  // namespace budgetlift
