using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading.Tasks;
using Ante.Samples.TokenStores;
using Xunit;

namespace Ante.Tests
{
    /// <summary>The encrypted file of the sample, as Windows and Android use it, under a seal of .NET's own.</summary>
    public sealed class SealedTokenStoreTests : IDisposable
    {
        private const string Name = "https://ante.example client";
        private readonly string folder = Path.Combine(Path.GetTempPath(), "ante-tokens-" + Guid.NewGuid());
        private readonly AesSeal seal = new AesSeal();

        public void Dispose()
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, true);
        }

        private string FileName => Directory.GetFiles(folder).Single();

        [Fact(DisplayName = "[UN36] a file keeps the tokens over a start, encrypted, until they are cleared")]
        public async Task Keeps()
        {
            Assert.Null(await Store().LoadAsync());
            await Store().SaveAsync("first");
            await Store().SaveAsync("sécret tokens");
            Assert.Equal("sécret tokens", await Store().LoadAsync());
            var text = File.ReadAllText(FileName);
            Assert.StartsWith("1 ", text);
            Assert.DoesNotContain("cret", text + System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(text.Substring(2))));
            await Store().ClearAsync();
            await Store().ClearAsync();
            Assert.Null(await Store().LoadAsync());
        }

        [Theory(DisplayName = "[UN36] a damaged file, or one under another key, is told as lost, and the next save takes its place")]
        [InlineData("empty")]
        [InlineData("short")]
        [InlineData("format")]
        [InlineData("base64")]
        [InlineData("flipped")]
        [InlineData("key")]
        public async Task TellsOfDamage(string damage)
        {
            await Store().SaveAsync("tokens");
            var text = File.ReadAllText(FileName);
            var bytes = Convert.FromBase64String(text.Substring(2));
            bytes[^1] ^= 1;
            File.WriteAllText(FileName, damage switch
            {
                "empty" => "",
                "short" => text.Substring(0, text.Length - 8),
                "format" => "2" + text.Substring(1),
                "base64" => text.Substring(0, 6) + "?" + text.Substring(7),
                "flipped" => "1 " + Convert.ToBase64String(bytes),
                _ => text,
            });
            if (damage == "key") seal.Replace();
            await Assert.ThrowsAsync<TokensLostException>(() => Store().LoadAsync());
            await Store().SaveAsync("new tokens");
            Assert.Equal("new tokens", await Store().LoadAsync());
        }

        [Fact(DisplayName = "[UN36] a file that is in use, and a folder that cannot be made, fail for now")]
        public async Task FailsForNow()
        {
            File.WriteAllText(folder, "a file in the folder's place");
            await FailsForNowAsync(() => Store().SaveAsync("tokens"));
            File.Delete(folder);
            await Store().SaveAsync("tokens");
            using (new FileStream(FileName, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                await FailsForNowAsync(() => Store().LoadAsync());
            seal.Failure = new TokenStoreException("The Keystore is busy");
            await FailsForNowAsync(() => Store().LoadAsync());
            await FailsForNowAsync(() => Store().SaveAsync("other tokens"));
            seal.Failure = null;
            Assert.Equal("tokens", await Store().LoadAsync());
        }

        [Fact(DisplayName = "[UN36] a crash within a save leaves the tokens of before")]
        public async Task SurvivesACrash()
        {
            await Store().SaveAsync("tokens");
            File.WriteAllText(FileName + ".new", "1 AAA");
            Assert.Equal("tokens", await Store().LoadAsync());
            await Store().SaveAsync("new tokens");
            Assert.Equal("new tokens", await Store().LoadAsync());
            Assert.Single(Directory.GetFiles(folder));
        }

        [Fact(DisplayName = "[UN36] a player stays signed in over a start of the game; a lost key is told")]
        public void KeepsAPlayerSignedIn() => OneThread.Run(async () =>
        {
            var device = await new RealWorld().DeviceAsync();
            Exception? reported = null;
            device.Options.HandlerFailed = failure => reported = failure;
            device.Options.TokenStore = Store();
            var player = await (await device.StartAsync()).LoginAsync();
            device.Options.TokenStore = Store();
            Assert.Equal(player.Id, (await device.StartAsync()).Player?.Id);
            Assert.Null(reported);
            seal.Replace();
            Assert.Null((await device.StartAsync()).Player);
            Assert.IsType<TokensLostException>(reported);
        });

        private static async Task FailsForNowAsync(Func<Task> call) =>
            Assert.IsNotType<TokensLostException>(await Assert.ThrowsAnyAsync<TokenStoreException>(call));

        private ITokenStore Store() => new SealedTokenStore(folder, Name, seal);

        /// <summary>AES-GCM in the form of the Android Keystore, with a key that can be replaced.</summary>
        private sealed class AesSeal : ISeal
        {
            private const int TagBytes = 16;
            private byte[] key = RandomNumberGenerator.GetBytes(32);

            public Exception? Failure { get; set; }

            public void Replace() => key = RandomNumberGenerator.GetBytes(32);

            public byte[] Seal(byte[] open)
            {
                if (Failure != null) throw Failure;
                using var aes = new AesGcm(key, TagBytes);
                var (vector, encrypted, tag) = (RandomNumberGenerator.GetBytes(12), new byte[open.Length], new byte[TagBytes]);
                aes.Encrypt(vector, open, encrypted, tag);
                return SealedBytes.Join(SealedBytes.Signed(vector), SealedBytes.Signed(encrypted.Concat(tag).ToArray()));
            }

            public byte[] Open(byte[] closed)
            {
                if (Failure != null) throw Failure;
                var (vector, rest) = SealedBytes.Split(closed);
                var bytes = SealedBytes.Unsigned(rest);
                var open = new byte[Math.Max(0, bytes.Length - TagBytes)];
                try
                {
                    using var aes = new AesGcm(key, TagBytes);
                    aes.Decrypt(SealedBytes.Unsigned(vector), bytes.AsSpan(0, open.Length), bytes.AsSpan(open.Length), open);
                    return open;
                }
                catch (Exception failure) when (failure is CryptographicException || failure is ArgumentException)
                {
                    throw KeystoreFailure.Of("javax.crypto.AEADBadTagException", failure);
                }
            }
        }
    }
}
