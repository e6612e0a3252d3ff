//! What the process gives up before it looks at the file.
//!
//! Limits hold it to its memory and time. A filter of system calls leaves it what a computation needs: memory, its open
//! pipes, its own end. It can open no file, reach no network, start no program or thread, signal no other process; such
//! a call fails as not permitted. No core dump keeps what it read.

use std::collections::BTreeMap;

use rustix::process::{DumpableBehavior, Resource, Rlimit, getrlimit, set_dumpable_behavior, setrlimit};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
};

use super::Limits;

/// Address space for the program itself, its libraries and stack.
const PROGRAM: u64 = 512 << 20;

/// Standard input, output and error.
const PIPES: u64 = 3;

/// It could not be confined, and must not go on.
#[derive(Debug)]
pub(super) struct Unconfined;

/// Confines this process, all threads, for good.
pub(super) fn confine(limits: &Limits) -> Result<(), Unconfined> {
    let seconds = u64::from(limits.seconds).max(1);
    set_dumpable_behavior(DumpableBehavior::NotDumpable).map_err(|_| Unconfined)?;
    for (resource, soft, hard) in [
        (Resource::Core, 0, 0),
        (Resource::Fsize, 0, 0),
        (Resource::Nofile, PIPES, PIPES),
        (Resource::Nproc, 0, 0),
        // At the first the process is told by a signal that ends it, at the second killed.
        (Resource::Cpu, seconds, seconds.saturating_add(1)),
        (Resource::Data, limits.memory, limits.memory),
        (Resource::As, limits.memory.saturating_add(PROGRAM), limits.memory.saturating_add(PROGRAM)),
    ] {
        let allowed = getrlimit(resource).maximum.unwrap_or(u64::MAX);
        let limit = Rlimit { current: Some(soft.min(allowed)), maximum: Some(hard.min(allowed)) };
        setrlimit(resource, limit).map_err(|_| Unconfined)?;
    }
    seccompiler::apply_filter_all_threads(&filter()?).map_err(|_| Unconfined)
}

/// Calls that are allowed whatever they are given: none of them opens or names anything.
const CALLS: [i64; 22] = [
    libc::SYS_read,
    libc::SYS_write,
    libc::SYS_writev,
    libc::SYS_close,
    libc::SYS_brk,
    libc::SYS_mremap,
    libc::SYS_munmap,
    libc::SYS_madvise,
    libc::SYS_futex,
    libc::SYS_getrandom,
    libc::SYS_clock_gettime,
    libc::SYS_getpid,
    libc::SYS_gettid,
    libc::SYS_getrusage,
    libc::SYS_sched_yield,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
    libc::SYS_restart_syscall,
    libc::SYS_exit,
    libc::SYS_exit_group,
];

fn filter() -> Result<BpfProgram, Unconfined> {
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> = CALLS.iter().map(|call| (*call, Vec::new())).collect();
    let executable = u64::from(libc::PROT_EXEC.unsigned_abs());
    let data = SeccompCmpOp::MaskedEq(executable);
    rules.insert(libc::SYS_mmap, only(2, data.clone(), 0)?);
    rules.insert(libc::SYS_mprotect, only(2, data, 0)?);
    // How a program ends itself: of one C library and of the other.
    for call in [libc::SYS_tgkill, libc::SYS_tkill] {
        rules.insert(call, only(0, SeccompCmpOp::Eq, u64::from(std::process::id()))?);
    }
    let refused = SeccompAction::Errno(libc::EPERM.unsigned_abs());
    let machine = std::env::consts::ARCH.try_into().map_err(|_| Unconfined)?;
    let filter = SeccompFilter::new(rules, refused, SeccompAction::Allow, machine).map_err(|_| Unconfined)?;
    filter.try_into().map_err(|_| Unconfined)
}

/// A call, where one of what it is given is as it must be.
fn only(argument: u8, compared: SeccompCmpOp, value: u64) -> Result<Vec<SeccompRule>, Unconfined> {
    let condition = SeccompCondition::new(argument, SeccompCmpArgLen::Dword, compared, value);
    let rule = condition.and_then(|condition| SeccompRule::new(vec![condition]));
    Ok(vec![rule.map_err(|_| Unconfined)?])
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::net::{TcpStream, UdpSocket};
    use std::process::Command;

    use super::*;

    #[test]
    fn behind_the_filter_nothing_opens_and_nothing_starts() {
        let refused = |result: std::io::Result<()>| result.unwrap_err().raw_os_error() == Some(libc::EPERM);
        let seen = std::thread::spawn(move || {
            seccompiler::apply_filter(&filter().unwrap()).unwrap();
            [
                refused(File::open("/proc/self/status").map(drop)),
                refused(File::create("/tmp/sanitise-behind-the-filter").map(drop)),
                refused(TcpStream::connect(("127.0.0.1", 9)).map(drop)),
                refused(UdpSocket::bind(("127.0.0.1", 0)).map(drop)),
                refused(Command::new("/bin/true").status().map(drop)),
                refused(std::thread::Builder::new().spawn(|| ()).map(drop)),
            ]
        });
        assert_eq!(seen.join().unwrap(), [true; 6]);
        assert!(File::open("/proc/self/status").is_ok(), "only that thread");
    }
}
