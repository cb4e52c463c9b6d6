using System.ComponentModel;

namespace Ante.Samples.TokenStores
{
    /// <summary>Which failures of Windows' data protection last.</summary>
    internal static class DpapiFailure
    {
        private const int InvalidData = 13;
        private const int BadKey = unchecked((int)0x80090003);
        private const int BadData = unchecked((int)0x80090005);

        /// <summary>Another user's or machine's, or the password was reset by an administrator.</summary>
        private const int BadKeyState = unchecked((int)0x8009000B);

        /// <summary>The failure of a call that ended with this error code.</summary>
        internal static TokenStoreException Of(int code)
        {
            var cause = new Win32Exception(code);
            switch (code)
            {
                case InvalidData:
                case BadKey:
                case BadData:
                case BadKeyState:
                    return new TokensLostException($"Windows cannot decrypt the session any more (0x{code:X8}): sign in again", cause);
                default:
                    return new TokenStoreException($"Windows' data protection does not answer now (0x{code:X8})", cause);
            }
        }
    }
}
