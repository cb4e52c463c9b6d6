namespace Ante.Samples.TokenStores
{
    /// <summary>What a Keychain answers (SecBase.h).</summary>
    internal static class KeychainStatus
    {
        internal const int Success = 0;
        internal const int UserCanceled = -128;
        internal const int AuthFailed = -25293;
        internal const int ItemNotFound = -25300;
        internal const int InteractionNotAllowed = -25308;
        internal const int Decode = -26275;
        internal const int MissingEntitlement = -34018;

        /// <summary>The failure that a status stands for.</summary>
        internal static TokenStoreException FailureOf(int status)
        {
            switch (status)
            {
                case Decode:
                    return new TokensLostException("The Keychain cannot decrypt the session any more: sign in again");
                case UserCanceled:
                case AuthFailed:
                    return new TokenStoreException($"The Keychain was not unlocked for this game ({status})");
                case InteractionNotAllowed:
                    return new TokenStoreException("The Keychain is locked: unlock the device first");
                case MissingEntitlement:
                    return new TokenStoreException("This build is not signed with an entitlement for the Keychain");
                default:
                    return new TokenStoreException($"The Keychain does not answer now ({status})");
            }
        }
    }
}
