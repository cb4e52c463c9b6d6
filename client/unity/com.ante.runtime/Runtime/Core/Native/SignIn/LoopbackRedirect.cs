using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace Ante
{
    /// <summary>A port of this machine that listens for the answer of one sign-in, and nothing else.</summary>
    internal sealed class LoopbackRedirect : IRedirect
    {
        private const int MostConnections = 16;

        private readonly TcpListener listener = new TcpListener(IPAddress.Loopback, 0);
        private readonly ArrivalQueue arrivals = new ArrivalQueue();
        private readonly HashSet<TcpClient> silent = new HashSet<TcpClient>();
        private readonly bool readFragment;
        private bool closed;

        internal LoopbackRedirect(bool readFragment)
        {
            this.readFragment = readFragment;
            listener.Start(MostConnections);
            Uri = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/";
            _ = AcceptAsync();
        }

        public string Uri { get; }

        public Task<IArrival> ReceiveAsync(CancellationToken cancellation) => arrivals.ReceiveAsync(cancellation);

        public void Dispose()
        {
            closed = true;
            listener.Stop();
            foreach (var connection in silent) connection.Close();
            arrivals.Refuse();
        }

        private async Task AcceptAsync()
        {
            for (var failures = 0; !closed && failures < MostConnections;)
            {
                try
                {
                    var connection = await listener.AcceptTcpClientAsync();
                    if (closed || silent.Count >= MostConnections) connection.Close();
                    else _ = ServeAsync(connection);
                }
                catch (Exception failure) when (failure is SocketException || failure is ObjectDisposedException)
                {
                    // Stopped, or a connection that was gone before it was taken.
                    failures++;
                }
            }
        }

        private async Task ServeAsync(TcpClient connection)
        {
            silent.Add(connection);
            try
            {
                var stream = connection.GetStream();
                var request = await LoopbackRequest.ReadAsync(stream);
                silent.Remove(connection);
                var answer = request == null || closed ? LoopbackPage.NotFound : await AnswerAsync(request);
                await stream.WriteAsync(answer, 0, answer.Length);
            }
            catch (Exception failure) when (failure is IOException || failure is SocketException || failure is ObjectDisposedException)
            {
                // The browser went away, or nobody waits any more.
            }
            finally
            {
                silent.Remove(connection);
                connection.Close();
            }
        }

        private async Task<byte[]> AnswerAsync(LoopbackRequest request)
        {
            var url = request.AnswerAt(Uri);
            if (url == null) return LoopbackPage.NotFound;
            if (readFragment && request.Method == "GET") return LoopbackPage.ReadFragment;
            var arrival = new Arrival(url);
            arrivals.Add(arrival);
            var reply = await arrival.Replied;
            return request.Method == "GET" ? LoopbackPage.Of(reply) : LoopbackPage.TextOf(reply);
        }

        private sealed class Arrival : IArrival
        {
            private readonly TaskCompletionSource<RedirectReply> replied = new TaskCompletionSource<RedirectReply>();

            internal Arrival(string url) => Url = url;

            public string Url { get; }

            internal Task<RedirectReply> Replied => replied.Task;

            public void Reply(RedirectReply reply) => replied.TrySetResult(reply);
        }
    }
}
