using System.Text;
using System.Threading.Tasks;
using Ante.Samples.TokenStores;
using Xunit;

namespace Ante.Tests
{
    /// <summary>What the sample makes of a platform's answers; the platforms themselves are not here.</summary>
    public sealed class KeychainTests
    {
        [Fact(DisplayName = "[UN37] a Keychain keeps the tokens until they are cleared")]
        public async Task Keeps()
        {
            var store = new KeychainTokenStore(new ScriptedKeychain());
            Assert.Null(await store.LoadAsync());
            await store.ClearAsync();
            await store.SaveAsync("first");
            await store.SaveAsync("sécret");
            Assert.Equal("sécret", await store.LoadAsync());
            await store.ClearAsync();
            Assert.Null(await store.LoadAsync());
        }

        [Theory(DisplayName = "[UN37] a Keychain that is locked or refused fails for now; what it cannot decrypt is lost")]
        [InlineData(KeychainStatus.InteractionNotAllowed, false)]
        [InlineData(KeychainStatus.UserCanceled, false)]
        [InlineData(KeychainStatus.AuthFailed, false)]
        [InlineData(KeychainStatus.MissingEntitlement, false)]
        [InlineData(-25291, false)]
        [InlineData(KeychainStatus.Decode, true)]
        public async Task Fails(int status, bool isLost)
        {
            var keychain = new ScriptedKeychain();
            var store = new KeychainTokenStore(keychain);
            await store.SaveAsync("tokens");
            keychain.Status = status;
            var failure = await Assert.ThrowsAnyAsync<TokenStoreException>(() => store.LoadAsync());
            Assert.Equal(isLost, failure is TokensLostException);
            await Assert.ThrowsAnyAsync<TokenStoreException>(() => store.SaveAsync("other"));
            await Assert.ThrowsAnyAsync<TokenStoreException>(() => store.ClearAsync());
            keychain.Status = KeychainStatus.Success;
            Assert.Equal("tokens", await store.LoadAsync());
        }

        [Fact(DisplayName = "[UN37] a locked Keychain fails the start, and signs nobody out")]
        public void StartsWhenUnlocked() => OneThread.Run(async () =>
        {
            var keychain = new ScriptedKeychain();
            var device = await new RealWorld().DeviceAsync();
            device.Options.TokenStore = new KeychainTokenStore(keychain);
            var player = await (await device.StartAsync()).LoginAsync();
            keychain.Status = KeychainStatus.InteractionNotAllowed;
            await Assert.ThrowsAsync<TokenStoreException>(() => device.StartAsync());
            keychain.Status = KeychainStatus.Success;
            Assert.Equal(player.Id, (await device.StartAsync()).Player?.Id);
        });

        [Theory(DisplayName = "[UN37] a key that Windows or Android will never have again is told from one that is busy")]
        [InlineData("javax.crypto.AEADBadTagException: mac check failed", true)]
        [InlineData("android.security.keystore.KeyPermanentlyInvalidatedException: Key permanently invalidated", true)]
        [InlineData("java.security.UnrecoverableKeyException: Failed to obtain information about key", true)]
        [InlineData("java.security.ProviderException: Keystore operation failed", false)]
        [InlineData("java.lang.ClassNotFoundException: android.security.keystore.KeyGenParameterSpec$Builder", false)]
        public void TellsKeysApart(string thrown, bool isLost) =>
            Assert.Equal(isLost, KeystoreFailure.Of(thrown) is TokensLostException);

        [Theory(DisplayName = "[UN37] what Windows cannot decrypt is told from what it does not decrypt now")]
        [InlineData(13, true)]
        [InlineData(unchecked((int)0x8009000B), true)]
        [InlineData(unchecked((int)0x80090005), true)]
        [InlineData(8, false)]
        [InlineData(1722, false)]
        public void TellsWindowsErrorsApart(int code, bool isLost) =>
            Assert.Equal(isLost, DpapiFailure.Of(code) is TokensLostException);

        [Theory(DisplayName = "[UN37] bytes of the Keystore that were cut are told as lost")]
        [InlineData(new byte[0])]
        [InlineData(new byte[] { 0, 1 })]
        [InlineData(new byte[] { 12, 1, 2, 3 })]
        [InlineData(new byte[] { 2, 1, 2 })]
        public void RefusesCutBytes(byte[] bytes) => Assert.Throws<TokensLostException>(() => SealedBytes.Split(bytes));

        [Fact(DisplayName = "[UN37] bytes of the Keystore keep their sign on the way to the file and back")]
        public void KeepsSigns()
        {
            var (vector, encrypted) = SealedBytes.Split(SealedBytes.Join(new sbyte[] { -128, 127 }, new sbyte[] { -1, 0, 1 }));
            Assert.Equal(new sbyte[] { -128, 127 }, vector);
            Assert.Equal(new sbyte[] { -1, 0, 1 }, encrypted);
        }

        private sealed class ScriptedKeychain : IKeychain
        {
            private byte[]? kept;

            public int Status { get; set; }

            public int Read(out byte[] content)
            {
                content = Status == KeychainStatus.Success && kept != null ? kept : Encoding.UTF8.GetBytes("");
                return Answer(kept != null);
            }

            public int Write(byte[] content)
            {
                if (Status == KeychainStatus.Success) kept = content;
                return Status;
            }

            public int Delete()
            {
                var answer = Answer(kept != null);
                if (Status == KeychainStatus.Success) kept = null;
                return answer;
            }

            private int Answer(bool isThere) =>
                Status == KeychainStatus.Success && !isThere ? KeychainStatus.ItemNotFound : Status;
        }
    }
}
