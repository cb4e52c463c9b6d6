using System;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Ante.Contract;
using Ante.Json;

namespace Ante
{
    /// <summary>Requests to one server, and its failures as problems.</summary>
    internal sealed class HttpCaller
    {
        private readonly IHttp http;

        internal HttpCaller(IHttp http, string server)
        {
            this.http = http;
            Server = server;
        }

        /// <summary>The server's address, without a slash at the end.</summary>
        internal string Server { get; }

        /// <summary>The answer, whatever its status.</summary>
        /// <exception cref="UnavailableException">There was none.</exception>
        internal async Task<HttpAnswer> SendAsync(HttpRequest request, CancellationToken cancellation)
        {
            try
            {
                return await http.SendAsync(request, cancellation);
            }
            catch (NoAnswerException failure)
            {
                throw NoAnswer($"{Server} cannot be reached: {failure.Message}");
            }
        }

        /// <summary>The JSON of a success.</summary>
        /// <exception cref="UnavailableException">Something that stands before the server answered.</exception>
        internal JsonValue JsonOf(HttpAnswer answer) =>
            JsonValue.TryParse(answer.Body) ?? throw NoAnswer($"{Server} answered with something else than JSON");

        /// <summary>The failure that an answer tells of; a server without problem documents is understood by its status.</summary>
        internal static ProblemException ProblemOf(HttpAnswer answer)
        {
            var body = BodyOf(answer);
            var code = body != null && body.Code != "" ? body.Code : CodeOf(answer.Status);
            var message = body?.Detail ?? $"The server answered with status {answer.Status}";
            var errors = body?.Errors?.Select(error => new FieldProblem(error.Path, error.Message)).ToList();
            var problem = Problems.Of(code, answer.Status, message, errors);
            problem.RetryAfter = RetryAfterOf(answer.RetryAfter);
            return problem;
        }

        private static UnavailableException NoAnswer(string message) => new UnavailableException(message) { MaybeDone = true };

        private static ProblemBody? BodyOf(HttpAnswer answer)
        {
            var json = JsonValue.TryParse(answer.Body);
            if (json == null) return null;
            try
            {
                return ProblemBody.FromJson(json);
            }
            catch (FormatException)
            {
                return null;
            }
        }

        private static string CodeOf(int status)
        {
            switch (status)
            {
                case 401: return "unauthorized";
                case 403: return "forbidden";
                case 404: case 405: return "not_found";
                case 429: return "too_many_requests";
                case 502: case 503: case 504: return "unavailable";
                default: return status < 500 ? "invalid_request" : "internal_error";
            }
        }

        private static TimeSpan? RetryAfterOf(string? header)
        {
            var isSeconds = int.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds);
            return isSeconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
        }
    }
}
