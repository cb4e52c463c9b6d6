using System;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace Ante.Unity.Tests
{
    /// <summary>Sends requests by .NET's own HTTP client.</summary>
    internal sealed class NetHttp : IHttp
    {
        private readonly HttpClient client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };

        public async Task<HttpAnswer> SendAsync(HttpRequest request, CancellationToken cancellation)
        {
            using (var message = new HttpRequestMessage(new HttpMethod(request.Method), request.Url))
            using (var until = CancellationTokenSource.CreateLinkedTokenSource(cancellation))
            {
                until.CancelAfter(request.Timeout);
                foreach (var header in request.Headers) message.Headers.TryAddWithoutValidation(header.Key, header.Value);
                if (request.Body != null) message.Content = new StringContent(request.Body, Encoding.UTF8, request.ContentType!);
                return await SendAsync(message, until.Token, cancellation);
            }
        }

        private async Task<HttpAnswer> SendAsync(HttpRequestMessage message, CancellationToken until, CancellationToken cancellation)
        {
            try
            {
                using (var answer = await client.SendAsync(message, until))
                {
                    var retryAfter = answer.Headers.TryGetValues("Retry-After", out var values) ? values.First() : null;
                    return new HttpAnswer((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(until), retryAfter);
                }
            }
            catch (Exception failure) when (failure is HttpRequestException || !cancellation.IsCancellationRequested)
            {
                throw new NoAnswerException(failure.Message, failure);
            }
        }
    }
}
