using System;

namespace Ante
{
    /// <summary>A token store does not answer now, because it is locked for instance. The same call may succeed later.</summary>
    public class TokenStoreException : AnteException
    {
        /// <summary>Makes a failure that says what happened.</summary>
        public TokenStoreException(string message, Exception? cause = null)
            : base(message, cause)
        {
        }
    }

    /// <summary>There were tokens, and nobody can read them any more: the player has to sign in again.</summary>
    public sealed class TokensLostException : TokenStoreException
    {
        /// <summary>Makes a failure that says what happened.</summary>
        public TokensLostException(string message, Exception? cause = null)
            : base(message, cause)
        {
        }
    }
}
