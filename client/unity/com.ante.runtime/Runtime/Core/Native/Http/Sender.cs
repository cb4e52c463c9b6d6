using System;
using System.Threading;
using System.Threading.Tasks;
using Ante.Contract;
using Ante.Json;

namespace Ante
{
    /// <summary>Makes the contract's calls with the player's token.</summary>
    internal sealed class Sender
    {
        internal static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

        private readonly HttpCaller caller;
        private readonly ITokenSource tokens;
        private readonly Retry retry;

        internal Sender(HttpCaller caller, ITokenSource tokens, Retry retry)
        {
            this.caller = caller;
            this.tokens = tokens;
            this.retry = retry;
        }

        internal Task<T> SendAsync<T>(
            Call<T> call,
            CancellationToken cancellation,
            RetryPolicy policy = RetryPolicy.AFewTimes,
            string? idempotencyKey = null,
            TimeSpan? timeout = null,
            Func<JsonValue, JsonValue>? complete = null)
        {
            return retry.RunAsync(policy, SendOnceAsync, cancellation);

            async Task<T> SendOnceAsync()
            {
                var token = await tokens.GetAsync(cancellation);
                var answer = await caller.SendAsync(RequestOf(token), cancellation);
                if (answer.Status == 401)
                {
                    token = await tokens.RenewAsync(token, cancellation);
                    answer = await caller.SendAsync(RequestOf(token), cancellation);
                }

                if (!answer.IsSuccess) throw HttpCaller.ProblemOf(answer);
                var json = caller.JsonOf(answer);
                return ReadAnswer(call, complete == null ? json : complete(json));
            }

            HttpRequest RequestOf(string token)
            {
                var request = new HttpRequest(call.Method, caller.Server + call.Target, timeout ?? Timeout);
                request.Headers["Accept"] = "application/json";
                request.Headers["Authorization"] = "Bearer " + token;
                if (idempotencyKey != null) request.Headers["Idempotency-Key"] = idempotencyKey;
                if (call.Body == null) return request;
                request.Body = call.Body.ToString();
                request.ContentType = "application/json";
                return request;
            }
        }

        /// <summary>The player of the token, with what can be staked.</summary>
        internal async Task<Ante.Me> MeAsync(RetryPolicy policy, CancellationToken cancellation) =>
            Present.Me((await SendAsync(Calls.GetMe(), cancellation, policy)).Me);

        private static T ReadAnswer<T>(Call<T> call, JsonValue answer)
        {
            try
            {
                return call.Read(answer);
            }
            catch (FormatException failure)
            {
                var what = $"The server's answer to {call.Method} {call.Path} is not what it should be: {failure.Message}";
                throw new InternalErrorException(what);
            }
        }
    }
}
