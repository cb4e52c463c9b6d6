namespace Ante.Samples.TokenStores
{
    /// <summary>One item of a Keychain. Each call answers with the system's status (OSStatus), 0 for a success.</summary>
    internal interface IKeychain
    {
        int Read(out byte[] content);

        /// <summary>Adds the item or replaces its content.</summary>
        int Write(byte[] content);

        int Delete();
    }
}
