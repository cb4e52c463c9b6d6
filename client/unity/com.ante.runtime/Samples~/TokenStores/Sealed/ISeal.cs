namespace Ante.Samples.TokenStores
{
    /// <summary>Encrypts and decrypts by a key that only the system has. What it opens is exactly what it sealed.</summary>
    internal interface ISeal
    {
        /// <summary>Encrypts.</summary>
        /// <exception cref="TokenStoreException">The system does not do it now.</exception>
        byte[] Seal(byte[] open);

        /// <summary>Decrypts.</summary>
        /// <exception cref="TokensLostException">The key is gone, or the bytes are not what was sealed.</exception>
        /// <exception cref="TokenStoreException">The system does not do it now.</exception>
        byte[] Open(byte[] closed);
    }
}
