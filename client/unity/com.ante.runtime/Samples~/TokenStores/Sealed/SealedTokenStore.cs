using System;
using System.IO;
using System.Text;
using System.Threading.Tasks;

namespace Ante.Samples.TokenStores
{
    /// <summary>
    /// Keeps tokens in an encrypted file: <c>1</c> for the format, a space, and the encrypted bytes in base64. The file is
    /// replaced in one step, so that a crash leaves the old tokens or the new ones.
    /// </summary>
    internal sealed class SealedTokenStore : ITokenStore
    {
        private const string Format = "1 ";

        private static readonly UTF8Encoding Utf8 = new UTF8Encoding(false, true);

        private readonly string folder;
        private readonly string name;
        private readonly ISeal seal;

        internal SealedTokenStore(string folder, string name, ISeal seal)
        {
            this.folder = folder;
            this.name = name;
            this.seal = seal;
        }

        public Task<string?> LoadAsync() => Run(() =>
        {
            var text = Files().Read(name);
            return text == null ? null : Utf8.GetString(seal.Open(BytesOf(text)));
        });

        public Task SaveAsync(string tokens) => Run(() =>
        {
            var text = Format + Convert.ToBase64String(seal.Seal(Utf8.GetBytes(tokens)));
            Files().Write(name, text);
            return true;
        });

        public Task ClearAsync() => Run(() =>
        {
            Files().Remove(name);
            return true;
        });

        /// <summary>Made at each call: a folder that cannot be made now may be made later.</summary>
        private FileStorage Files() => new FileStorage(folder);

        private static byte[] BytesOf(string text)
        {
            if (!text.StartsWith(Format, StringComparison.Ordinal)) throw Damaged();
            return Convert.FromBase64String(text.Substring(Format.Length));
        }

        private static TokensLostException Damaged(Exception? cause = null) =>
            new TokensLostException("The file with the session is damaged: sign in again", cause);

        private static Task<T> Run<T>(Func<T> call)
        {
            try
            {
                return Task.FromResult(call());
            }
            catch (TokenStoreException failure)
            {
                return Task.FromException<T>(failure);
            }
            catch (Exception failure) when (failure is FormatException || failure is DecoderFallbackException)
            {
                return Task.FromException<T>(Damaged(failure));
            }
            catch (Exception failure) when (failure is IOException || failure is UnauthorizedAccessException)
            {
                return Task.FromException<T>(
                    new TokenStoreException("The file with the session cannot be used now: " + failure.Message, failure));
            }
        }
    }
}
