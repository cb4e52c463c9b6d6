using System;
using Ante.Contract;
using Ante.Json;

namespace Ante
{
    /// <summary>
    /// What a sign-in must remember until its answer is there: <c>state</c>, and the proof of who asked (RFC 7636). It is kept
    /// in the storage, for a phone may end the game while the browser is in front.
    /// </summary>
    internal sealed class PendingSignIn
    {
        private PendingSignIn(string state, string verifier, string redirectUri, DateTimeOffset until)
        {
            State = state;
            Verifier = verifier;
            RedirectUri = redirectUri;
            Until = until;
        }

        internal string State { get; }

        internal string Verifier { get; }

        internal string RedirectUri { get; }

        /// <summary>When it is answered too late.</summary>
        internal DateTimeOffset Until { get; }

        internal static PendingSignIn Begin(string redirectUri, DateTimeOffset until) =>
            new PendingSignIn(SecretText.OfBytes(32), SecretText.OfBytes(32), redirectUri, until);

        internal static PendingSignIn FromJson(JsonValue value)
        {
            var json = Read.Object(value);
            return new PendingSignIn(
                Read.String(json, "state"),
                Read.String(json, "verifier"),
                Read.String(json, "redirect_uri"),
                Read.Time(json, "until"));
        }

        internal JsonValue ToJson() => new JsonObject()
            .Set("state", JsonValue.Of(State))
            .Set("verifier", JsonValue.Of(Verifier))
            .Set("redirect_uri", JsonValue.Of(RedirectUri))
            .Set("until", Write.Time(Until));

        /// <summary>Where the player goes to sign in (RFC 6749, section 4.1.1, with PKCE S256).</summary>
        internal string AuthorizeUrl(string server, string clientId, string scope) =>
            server + OAuthPaths.Authorize + "?" + FormText.Of(
                ("response_type", "code"),
                ("client_id", clientId),
                ("redirect_uri", RedirectUri),
                ("scope", scope),
                ("state", State),
                ("code_challenge", SecretText.Sha256(Verifier)),
                ("code_challenge_method", "S256"));
    }
}
