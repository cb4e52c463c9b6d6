using System;

namespace Ante
{
    /// <summary>What an address that the browser came back to says (RFC 6749, section 4.1.2, with RFC 9207's <c>iss</c>).</summary>
    internal sealed class AuthorizationAnswer
    {
        private readonly string? code;
        private readonly string? error;
        private readonly string? description;
        private readonly string? issuer;

        private AuthorizationAnswer(string url)
        {
            var fragmentAt = url.IndexOf('#');
            var withoutFragment = fragmentAt < 0 ? url : url.Substring(0, fragmentAt);
            var queryAt = withoutFragment.IndexOf('?');
            var query = FormText.Read(queryAt < 0 ? "" : withoutFragment.Substring(queryAt + 1));
            var fragment = FormText.Read(fragmentAt < 0 ? "" : url.Substring(fragmentAt + 1));
            query.TryGetValue("state", out var state);
            State = state;
            query.TryGetValue("code", out code);
            query.TryGetValue("error", out error);
            query.TryGetValue("error_description", out description);
            query.TryGetValue("iss", out issuer);
            fragment.TryGetValue("wallet_jwt", out var walletJwt);
            WalletJwt = walletJwt;
        }

        /// <summary>Which sign-in it answers.</summary>
        internal string? State { get; }

        /// <summary>The wallet assertion beside the code, when it was asked for and granted.</summary>
        internal string? WalletJwt { get; }

        internal static AuthorizationAnswer Read(string url) => new AuthorizationAnswer(url);

        /// <summary>Whether both say the same: browsers ask for an address again when a page is reloaded.</summary>
        internal bool IsSameAs(AuthorizationAnswer other) => code == other.code && error == other.error;

        /// <summary>The code of an answer whose state has been checked.</summary>
        /// <exception cref="LoginDeniedException">The player said no.</exception>
        /// <exception cref="LoginRefusedException">The server refused, or it is not the server that was asked.</exception>
        internal string CodeFor(string server)
        {
            if (error == "access_denied") throw new LoginDeniedException();
            if (error != null) throw new LoginRefusedException(description ?? error);
            if (issuer != null && !string.Equals(issuer.TrimEnd('/'), server, StringComparison.Ordinal))
            {
                throw new LoginRefusedException($"The answer comes from {issuer}, not from {server}");
            }

            return code ?? throw new LoginRefusedException("The answer has no code");
        }
    }
}
