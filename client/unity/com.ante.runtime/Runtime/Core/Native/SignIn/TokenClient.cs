using System;
using System.Threading;
using System.Threading.Tasks;
using Ante.Contract;
using Ante.Json;

namespace Ante
{
    /// <summary>The token endpoint said no, and will say so again.</summary>
    internal sealed class TokenRefusedException : Exception
    {
        internal TokenRefusedException(string message)
            : base(message)
        {
        }
    }

    /// <summary>Asks the authorization server for tokens (RFC 6749), and gives them back (RFC 7009).</summary>
    internal sealed class TokenClient
    {
        private readonly HttpCaller caller;
        private readonly string clientId;

        internal TokenClient(HttpCaller caller, string clientId)
        {
            this.caller = caller;
            this.clientId = clientId;
        }

        /// <exception cref="TokenRefusedException">The code is not good.</exception>
        internal Task<TokenAnswer> ExchangeAsync(string code, PendingSignIn pending, CancellationToken cancellation) =>
            AskAsync(cancellation,
                ("grant_type", "authorization_code"),
                ("code", code),
                ("redirect_uri", pending.RedirectUri),
                ("client_id", clientId),
                ("code_verifier", pending.Verifier));

        /// <exception cref="TokenRefusedException">The refresh token is not good any more.</exception>
        internal Task<TokenAnswer> RefreshAsync(string refreshToken, CancellationToken cancellation) =>
            AskAsync(cancellation,
                ("grant_type", "refresh_token"),
                ("refresh_token", refreshToken),
                ("client_id", clientId));

        /// <summary>Ends a token and all that came from it, as far as the server can be reached.</summary>
        internal async Task RevokeAsync(string token)
        {
            try
            {
                await PostAsync(OAuthPaths.Revoke, CancellationToken.None, ("client_id", clientId), ("token", token));
            }
            catch (UnavailableException)
            {
            }
        }

        private async Task<TokenAnswer> AskAsync(CancellationToken cancellation, params (string Name, string Value)[] fields)
        {
            var answer = await PostAsync(OAuthPaths.Token, cancellation, fields);
            var refusal = RefusalIn(answer);
            if (refusal != null) throw new TokenRefusedException(refusal.ErrorDescription ?? refusal.Error);
            if (!answer.IsSuccess) throw HttpCaller.ProblemOf(answer);
            try
            {
                return TokenAnswer.FromJson(caller.JsonOf(answer));
            }
            catch (FormatException failure)
            {
                throw new InternalErrorException($"The token endpoint's answer is not what it should be: {failure.Message}");
            }
        }

        private static OAuthErrorBody? RefusalIn(HttpAnswer answer)
        {
            if (answer.Status >= 500 || answer.Status == 429) return null;
            var json = JsonValue.TryParse(answer.Body) as JsonObject;
            return json?["error"] is JsonString ? OAuthErrorBody.FromJson(json) : null;
        }

        private Task<HttpAnswer> PostAsync(string path, CancellationToken cancellation, params (string Name, string Value)[] fields)
        {
            var request = new HttpRequest("POST", caller.Server + path, Sender.Timeout)
            {
                Body = FormText.Of(fields),
                ContentType = "application/x-www-form-urlencoded",
            };
            request.Headers["Accept"] = "application/json";
            return caller.SendAsync(request, cancellation);
        }
    }
}
