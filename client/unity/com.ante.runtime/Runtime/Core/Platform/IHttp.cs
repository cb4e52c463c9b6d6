using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace Ante
{
    /// <summary>Sends HTTP requests.</summary>
    public interface IHttp
    {
        /// <summary>
        /// Sends one request and gives its answer whatever its status, on the thread that called. It follows no redirect, and
        /// repeats nothing.
        /// </summary>
        /// <exception cref="NoAnswerException">There was no answer within the request's time.</exception>
        /// <exception cref="OperationCanceledException">The cancellation came first.</exception>
        Task<HttpAnswer> SendAsync(HttpRequest request, CancellationToken cancellation);
    }

    /// <summary>One HTTP request.</summary>
    public sealed class HttpRequest
    {
        /// <summary>Makes a request without a body.</summary>
        public HttpRequest(string method, string url, TimeSpan timeout)
        {
            Method = method;
            Url = url;
            Timeout = timeout;
        }

        /// <summary>Such as <c>GET</c>.</summary>
        public string Method { get; }

        /// <summary>The whole address.</summary>
        public string Url { get; }

        /// <summary>How long to wait for the whole answer.</summary>
        public TimeSpan Timeout { get; }

        /// <summary>Headers beside <c>Content-Type</c>.</summary>
        public Dictionary<string, string> Headers { get; } = new Dictionary<string, string>();

        /// <summary>What to send, as UTF-8; null: nothing.</summary>
        public string? Body { get; set; }

        /// <summary>The type of <see cref="Body"/>.</summary>
        public string? ContentType { get; set; }
    }

    /// <summary>One HTTP answer.</summary>
    public sealed class HttpAnswer
    {
        /// <summary>Makes an answer.</summary>
        public HttpAnswer(int status, string body, string? retryAfter = null)
        {
            Status = status;
            Body = body;
            RetryAfter = retryAfter;
        }

        /// <summary>The status code.</summary>
        public int Status { get; }

        /// <summary>The body, read as UTF-8.</summary>
        public string Body { get; }

        /// <summary>The header <c>Retry-After</c>; null when there is none.</summary>
        public string? RetryAfter { get; }

        /// <summary>Whether the status is one of success.</summary>
        public bool IsSuccess => Status >= 200 && Status < 300;
    }

    /// <summary>No answer came: no network, no such host, a connection that broke, or the time was over.</summary>
    public sealed class NoAnswerException : Exception
    {
        /// <summary>Says what went wrong.</summary>
        public NoAnswerException(string message, Exception? inner = null)
            : base(message, inner)
        {
        }
    }
}
