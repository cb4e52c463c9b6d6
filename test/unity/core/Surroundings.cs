using System;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace Ante.Tests
{
    /// <summary>How a request fails.</summary>
    public enum Fault
    {
        None,

        /// <summary>The server never sees it.</summary>
        NoConnection,

        /// <summary>The server does it, and its answer gets lost.</summary>
        AnswerLost,
    }

    /// <summary>Requests that fail on demand.</summary>
    internal sealed class FaultyHttp : IHttp
    {
        private readonly IHttp http;

        public FaultyHttp(IHttp http) => this.http = http;

        public Func<HttpRequest, Fault> FaultOf { get; set; } = _ => Fault.None;

        public int Refreshes { get; private set; }

        public async Task<HttpAnswer> SendAsync(HttpRequest request, CancellationToken cancellation)
        {
            if (request.Body?.StartsWith("grant_type=refresh_token", StringComparison.Ordinal) == true) Refreshes++;
            var fault = FaultOf(request);
            if (fault == Fault.NoConnection) throw new NoAnswerException("no connection");
            var answer = await http.SendAsync(request, cancellation);
            return fault == Fault.AnswerLost ? throw new NoAnswerException("the connection broke") : answer;
        }
    }

    /// <summary>Real requests.</summary>
    internal sealed class NetHttp : IHttp
    {
        private static readonly HttpClient Client =
            new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

        public async Task<HttpAnswer> SendAsync(HttpRequest request, CancellationToken cancellation)
        {
            using var message = new HttpRequestMessage(new HttpMethod(request.Method), request.Url);
            foreach (var header in request.Headers) message.Headers.TryAddWithoutValidation(header.Key, header.Value);
            if (request.Body != null) message.Content = new StringContent(request.Body, Encoding.UTF8, request.ContentType!);
            using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            time.CancelAfter(request.Timeout);
            try
            {
                using var answer = await Client.SendAsync(message, time.Token);
                var retryAfter = answer.Headers.TryGetValues("Retry-After", out var values) ? values.First() : null;
                return new HttpAnswer((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(time.Token), retryAfter);
            }
            catch (Exception failure) when (failure is HttpRequestException
                || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
            {
                throw new NoAnswerException(failure.Message, failure);
            }
        }
    }

    internal sealed class RealTime : IScheduler
    {
        /// <summary>How far the device's clock is ahead.</summary>
        public TimeSpan Ahead { get; set; }

        public DateTimeOffset Now => DateTimeOffset.UtcNow + Ahead;

        public Task DelayAsync(TimeSpan time, CancellationToken cancellation) => Task.Delay(time, cancellation);
    }
}
