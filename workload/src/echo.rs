//! Echo: clients on loopback TCP, a server that sends back what it gets.
//!
//! Real sockets, because the readiness that the system reports is what runtimes deal with
//! differently; pipes inside the process would not reach that part, and plain threads have none.
//! Only the server runs on the runtime that is measured. The clients are plain threads for all
//! four, so that the timers of a runtime are not taken for its echo.

use crate::runtime::{Runtime, Started};
use crate::schedule::{Schedule, thread_sleep_until};
use smol::io::{AsyncReadExt as _, AsyncWriteExt as _};
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

/// So many connections.
pub(crate) const CLIENTS: u32 = 16;
/// Requests of all clients together.
pub(crate) const PER_SECOND: u32 = 4_000;
/// Bytes of a request, and of its answer.
const LENGTH: usize = 64;
/// A client that gets no answer in this time is told so, and does not wait for ever.
const PATIENCE: Duration = Duration::from_secs(10);

/// From when each request was due until its answer was there.
pub(crate) fn measure(runtime: Runtime) -> io::Result<Vec<Duration>> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let address = listener.local_addr()?;
    let started = runtime.start()?;
    // In front of the server: whoever connects waits in the listener's queue.
    let clients = thread::spawn(move || clients(address));
    match started {
        Started::Tokio(runtime) => {
            listener.set_nonblocking(true)?;
            runtime.block_on(serve_on_tokio(listener))?;
        }
        Started::Smol => smol::block_on(serve_on_smol(listener))?,
        Started::Threads => serve_on_threads(&listener)?,
    }
    clients
        .join()
        .map_err(|_| io::Error::other("a client panicked"))?
}

async fn serve_on_tokio(listener: TcpListener) -> io::Result<()> {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let mut served = Vec::new();
    for _ in 0..CLIENTS {
        let (mut stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        served.push(tokio::spawn(async move {
            let mut request = [0; LENGTH];
            while AsyncReadExt::read_exact(&mut stream, &mut request)
                .await
                .is_ok()
            {
                AsyncWriteExt::write_all(&mut stream, &request).await?;
            }
            io::Result::Ok(())
        }));
    }
    for one in served {
        one.await.map_err(io::Error::other)??;
    }
    Ok(())
}

async fn serve_on_smol(listener: TcpListener) -> io::Result<()> {
    let listener = smol::net::TcpListener::from(smol::Async::new(listener)?);
    let mut served = Vec::new();
    for _ in 0..CLIENTS {
        let (mut stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        served.push(smol::spawn(async move {
            let mut request = [0; LENGTH];
            while stream.read_exact(&mut request).await.is_ok() {
                stream.write_all(&request).await?;
            }
            io::Result::Ok(())
        }));
    }
    for one in served {
        one.await?;
    }
    Ok(())
}

fn serve_on_threads(listener: &TcpListener) -> io::Result<()> {
    thread::scope(|scope| {
        let mut served = Vec::new();
        for _ in 0..CLIENTS {
            let (mut stream, _) = listener.accept()?;
            stream.set_nodelay(true)?;
            served.push(scope.spawn(move || {
                let mut request = [0; LENGTH];
                while stream.read_exact(&mut request).is_ok() {
                    stream.write_all(&request)?;
                }
                io::Result::Ok(())
            }));
        }
        for one in served {
            one.join()
                .map_err(|_| io::Error::other("a server panicked"))??;
        }
        Ok(())
    })
}

/// All clients: connected first, and then each at its own moments.
fn clients(address: SocketAddr) -> io::Result<Vec<Duration>> {
    let connect = |_| {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(stream)
    };
    let streams: Vec<TcpStream> = (0..CLIENTS).map(connect).collect::<io::Result<_>>()?;
    let every = Duration::from_secs(1) * CLIENTS / PER_SECOND;
    let schedules = Schedule::spread(CLIENTS, every);
    thread::scope(|scope| {
        let running: Vec<_> = streams
            .into_iter()
            .zip(schedules)
            .map(|(stream, schedule)| scope.spawn(move || client(stream, schedule)))
            .collect();
        let mut samples = Vec::new();
        for one in running {
            samples.extend(
                one.join()
                    .map_err(|_| io::Error::other("a client panicked"))??,
            );
        }
        Ok(samples)
    })
}

/// A request is sent when it is due, or as soon as the answer before it is there; its time counts
/// from when it was due.
fn client(mut stream: TcpStream, schedule: Schedule) -> io::Result<Vec<Duration>> {
    let mut samples = Vec::new();
    let mut answer = [0; LENGTH];
    for due in schedule.until_over() {
        thread_sleep_until(due);
        stream.write_all(&[7; LENGTH])?;
        stream.read_exact(&mut answer)?;
        schedule.note(due, &mut samples);
    }
    Ok(samples)
}
