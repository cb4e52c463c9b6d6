using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace Ante.Tests
{
    /// <summary>Token stores that fail, against the real server.</summary>
    public sealed class TokenStoreTests
    {
        [Fact(DisplayName = "[UN35] a store that keeps nothing ends no session, and is told once; later it keeps the session")]
        public void SignsInAllTheSame() => OneThread.Run(async () =>
        {
            var (device, store, reported) = await DeviceAsync();
            var client = await device.StartAsync();
            store.Failure = new IOException("The disk is full");
            var player = await client.LoginAsync();
            Assert.Single(device.Told.OfType<SignedInEvent>());
            Assert.NotEmpty((await client.GetMeAsync()).Balances);
            await MatchBehaviour.EventuallyAsync(() => store.Saves > 1);
            Assert.Equal(new Exception[] { store.Failure }, reported);
            store.Failure = null;
            await MatchBehaviour.EventuallyAsync(() => store.Kept != null);
            Assert.Equal(player.Id, (await device.StartAsync()).Player?.Id);
        });

        [Fact(DisplayName = "[UN35] a refresh goes on in memory, and the next start has its new tokens")]
        public void RefreshesAllTheSame() => OneThread.Run(async () =>
        {
            var (device, store, reported) = await DeviceAsync();
            var client = await device.StartAsync();
            await client.LoginAsync();
            var before = store.Kept;
            store.Failure = new TokenStoreException("The keychain is locked");
            ((RealTime)device.Scheduler).Ahead = TimeSpan.FromSeconds(3700);
            Assert.NotEmpty((await client.GetMeAsync()).Balances);
            Assert.Equal(before, store.Kept);
            Assert.Single(reported);
            store.Failure = null;
            await MatchBehaviour.EventuallyAsync(() => store.Kept != before);
            Assert.NotEmpty((await (await device.StartAsync()).GetMeAsync()).Balances);
            Assert.Empty(device.Told.OfType<SignedOutEvent>());
        });

        [Fact(DisplayName = "[UN35] a sign-out is told and revoked, also when the store cannot forget yet")]
        public void SignsOutAllTheSame() => OneThread.Run(async () =>
        {
            var (device, store, reported) = await DeviceAsync();
            var client = await device.StartAsync();
            await client.LoginAsync();
            var other = await device.StartAsync();
            store.Failure = new IOException("The file is in use");
            await client.LogoutAsync();
            Assert.Null(client.Player);
            Assert.Contains(device.Told.OfType<SignedOutEvent>(), told => !told.Expired);
            Assert.Single(reported);
            other.Dispose();
            store.Failure = null;
            await MatchBehaviour.EventuallyAsync(() => store.Kept == null);
        });

        [Fact(DisplayName = "[UN35] a store that cannot be read now fails the start, and the next start has the session")]
        public void StartsLater() => OneThread.Run(async () =>
        {
            var (device, store, reported) = await DeviceAsync();
            var player = await (await device.StartAsync()).LoginAsync();
            foreach (var failure in new Exception[] { new IOException("The file is in use"), new TokenStoreException("It is locked") })
            {
                store.Failure = failure;
                await Assert.ThrowsAsync<TokenStoreException>(() => device.StartAsync());
            }

            store.Failure = null;
            Assert.Equal(player.Id, (await device.StartAsync()).Player?.Id);
            Assert.Empty(reported);
        });

        [Theory(DisplayName = "[UN35] tokens that are lost or damaged are told, and a new sign-in takes their place")]
        [InlineData(true)]
        [InlineData(false)]
        public void TellsOfLostTokens(bool isDamaged) => OneThread.Run(async () =>
        {
            var (device, store, reported) = await DeviceAsync();
            await (await device.StartAsync()).LoginAsync();
            if (isDamaged) store.Kept = store.Kept!.Substring(0, store.Kept.Length / 2);
            else store.Failure = new TokensLostException("The key is gone");
            var client = await device.StartAsync();
            Assert.Null(client.Player);
            Assert.IsType<TokensLostException>(Assert.Single(reported));
            store.Failure = null;
            var player = await client.LoginAsync();
            Assert.Equal(player.Id, (await device.StartAsync()).Player?.Id);
        });

        private static async Task<(Device Device, FailingStore Store, List<Exception> Reported)> DeviceAsync()
        {
            var device = await new RealWorld().DeviceAsync();
            var (store, reported) = (new FailingStore(), new List<Exception>());
            device.Options.TokenStore = store;
            device.Options.HandlerFailed = reported.Add;
            return (device, store, reported);
        }

        private sealed class FailingStore : ITokenStore
        {
            public string? Kept { get; set; }

            public Exception? Failure { get; set; }

            public int Saves { get; private set; }

            public Task<string?> LoadAsync() => Failure == null ? Task.FromResult(Kept) : Task.FromException<string?>(Failure);

            public Task SaveAsync(string tokens)
            {
                Saves++;
                return SetAsync(tokens);
            }

            public Task ClearAsync() => SetAsync(null);

            private Task SetAsync(string? tokens)
            {
                if (Failure != null) return Task.FromException(Failure);
                Kept = tokens;
                return Task.CompletedTask;
            }
        }
    }
}
